"""`dl-lab clinic`: its options, with their types and one line of help each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from tui_lab.cli import flags
from tui_lab.terminal.capabilities import TerminalOptions

clinic_command = typer.Typer()
"""Taken up by the lab's own commands."""


def complete_cases() -> list[str]:
    """What the shell offers for CASE."""
    import lessons.clinic

    return lessons.clinic.names()


CaseName = Annotated[
    str | None,
    Argument(
        metavar="[CASE]",
        help="case07 or 7, or LESSON/case01 of another lesson (default: one by chance)",
        autocompletion=complete_cases,
    ),
]
List = Annotated[bool, Option("--list", help="List cases, faults and orders, with your score")]
Orders = Annotated[
    list[str] | None, Option("--order", metavar="TEST", help="Order a test; repeatable")
]
Try = Annotated[str | None, Option("--try", metavar="FAULT", help="Name the fault: see --list")]
Fix = Annotated[
    list[Path] | None, Option("--fix", metavar="FILE", help="Your cure: an edited file of the case")
]
Source = Annotated[
    Path | None, Option("--source", metavar="DIR", help="Write the case's files into a folder")
]
Reveal = Annotated[bool, Option("--reveal", help="Give up: show the fault, for no points")]
Forget = Annotated[bool, Option("--forget", help="Forget what you did in this case")]
CaseSeed = Annotated[int, Option("--seed", min=0, max=2**31, help="Seed, also of the draw")]


@clinic_command.command()
def clinic(
    context: typer.Context, case: CaseName = None, seed: CaseSeed = 0, order: Orders = None,
    name: Try = None, fix: Fix = None, settings: flags.Settings = None, source: Source = None,
    list_: List = False, reveal: Reveal = False, forget: Forget = False,
    as_json: flags.Json = False, theme: flags.Theme = None, color: flags.Color = None,
    fps: flags.Fps = None, ascii_only: flags.Ascii = None, trust: flags.Trust = False,
) -> None:  # fmt: skip
    """Sick trainings: order tests, name the fault, and prove the cure."""
    from tui_lab.cli.clinic.acts import Wish, act, listed

    if list_:
        raise typer.Exit(listed(as_json))
    wish = Wish(
        case, seed, tuple(order or ()), name, tuple(fix or ()), tuple(settings or ()),
        source, reveal, forget,
    )  # fmt: skip
    options = TerminalOptions(color, fps, ascii_only, theme).over(context.obj)
    raise typer.Exit(act(wish, as_json, options))
