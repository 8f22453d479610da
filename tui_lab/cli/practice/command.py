"""`dl-lab practice`: its options, with their types and one line of help each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from tui_lab.cli import flags

practice_command = typer.Typer()
"""Taken up by the lab's own commands."""
Lesson = Annotated[
    str | None,
    Argument(metavar="[LESSON]", help=flags.LESSON, autocompletion=flags.complete_lessons),
]
Exercise = Annotated[
    str | None, Argument(metavar="[EXERCISE]", help="Its name or number, or `next`")
]
CheckFile = Annotated[
    Path | None, Option("--check", metavar="FILE", help="Check this file; your progress stays")
]
Once = Annotated[bool, Option("--once", help="Check your file once, without an editor")]
Watch = Annotated[bool, Option("--watch", help="Check at each save, from any editor")]
Hint = Annotated[bool, Option("--hint", help="Print the next of three hints")]
Solution = Annotated[bool, Option("--solution", help="Print a solution; this is remembered")]
Reset = Annotated[bool, Option("--reset", help="Begin again: file and progress")]
Skip = Annotated[bool, Option("--skip", help="Pass it over; again takes it up again")]
ListAll = Annotated[bool, Option("--list", help="List the exercises, with your progress")]


@practice_command.command()
def practice(
    lesson: Lesson = None, exercise: Exercise = None, check: CheckFile = None, once: Once = False,
    watch: Watch = False, hint: Hint = False, solution: Solution = False, reset: Reset = False,
    skip: Skip = False, list_: ListAll = False, as_json: flags.Json = False,
    trust: flags.Trust = False,
) -> None:  # fmt: skip
    """Write the parts of a lesson yourself: exercises, checked as you save."""
    from tui_lab.cli.practice.doing import Wish, practise

    verbs = {
        "check": check is not None, "once": once, "watch": watch, "hint": hint,
        "solution": solution, "reset": reset, "skip": skip, "list": list_,
    }  # fmt: skip
    chosen = [name for name, is_set in verbs.items() if is_set]
    raise typer.Exit(practise(Wish(lesson, exercise, chosen, check, as_json)))
