"""`dl-lab class …` and `dl-lab hand-in`: their options, with one line of help each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from tui_lab.cli import flags
from tui_lab.cli.trusting import Commands
from tui_lab.terminal.capabilities import TerminalOptions

class_commands = typer.Typer(
    cls=Commands, help="A class without a server: assignments, hand-ins, grades.",
    no_args_is_help=True,
)  # fmt: skip
"""`dl-lab class`."""
teaching = typer.Typer()
"""Taken up by the lab's own commands."""
teaching.add_typer(class_commands, name="class")

ClassAt = Annotated[
    Path | None,
    Option("--class", metavar="FOLDER", readable=False, help="The class (default: where you are)"),
]
Which = Annotated[
    str, Argument(metavar="[ASSIGNMENT]", help="The assignment (default: the only one)")
]
Name = Annotated[Path, Argument(metavar="NAME", help="Folder of the new class")]
RosterFile = Annotated[
    Path, Option("--roster", metavar="CSV", readable=False, help="The students: a CSV file")
]
IdColumn = Annotated[
    str, Option("--id", metavar="COLUMN", help="Column of the ids (default: id, idnumber, …)")
]
As = Annotated[str, Option("--as", metavar="NAME", help="Name of the assignment")]
Title = Annotated[str, Option("--title", help="What your gradebook calls it")]
Due = Annotated[
    str, Option("--due", metavar="WHEN", help="Due date, such as 2026-12-10T23:59 or 2026-12-10")
]
Free = Annotated[
    list[str] | None,
    Option("--free", metavar="NAME", help="A setting that students choose; repeatable"),
]
Points = Annotated[
    list[str] | None,
    Option(
        "--points",
        metavar="NAME=POINTS",
        help="Points of a claim or an exercise: only what is named counts; repeatable",
    ),
]
Code = Annotated[bool, Option("--code", help="Students may edit the files of the lesson")]
Inbox = Annotated[
    Path | None,
    Option("--inbox", metavar="FOLDER", readable=False, help="Make a folder to hand in to"),
]
NoProof = Annotated[
    bool, Option("--no-proof", help="Also a lesson whose claims dl-lab lint has not proven")
]
OneSeedForAll = Annotated[
    int | None, Option("--same-seed", min=0, max=2**31, help="One seed for all, not one for each")
]
Folders = Annotated[
    list[Path] | None, Argument(metavar="[FOLDER…]", help="Where hand-ins lie (default: the inbox)")
]
For = Annotated[str, Option("--for", metavar="ASSIGNMENT", help="The assignment")]
RunCode = Annotated[
    bool, Option("--run-code", help="Run code of students too, in a sandbox without network")
]
Bare = Annotated[
    bool, Option("--without-bubblewrap", help="With --run-code: that code may read your files")
]
All = Annotated[bool, Option("--again", help="Grade all again, not only what is new")]
AtOnce = Annotated[
    int | None, Option("--at-once", min=1, max=256, help="Processes (default: one for each core)")
]
Short = Annotated[
    float, Option("--short", min=0, metavar="S", help="CPU seconds of training again for each")
]
Share = Annotated[
    float, Option("--share", min=0, max=1, help="Share of runs that is trained again to its end")
]
Long = Annotated[
    float, Option("--long", min=0, metavar="S", help="CPU seconds of training again for those")
]
Only = Annotated[
    list[str] | None, Option("--only", metavar="ID", help="Grade this student; repeatable")
]
AsCsv = Annotated[bool, Option("--csv", help="Print the table as CSV")]
To = Annotated[str, Option("--to", metavar="WHAT", help="csv, moodle, gradescope or feedback")]
Like = Annotated[
    Path | None,
    Option("--like", metavar="CSV", readable=False, help="Fill your own export of Canvas"),
]
Column = Annotated[str, Option("--column", metavar="TITLE", help="The column to fill, with --like")]
Key = Annotated[str, Option("--key", metavar="COLUMN", help="Column of the ids (Moodle: idnumber)")]
Decimal = Annotated[str, Option("--decimal", metavar="MARK", help="Decimal mark: . or ,")]
Partial = Annotated[
    bool, Option("--partial", help="Write sums as grades also where something has no points yet")
]
OutPath = Annotated[
    Path | None,
    Option("-o", "--out", metavar="PATH", readable=False, help="Output path; - for stdout"),
]
SheetFile = Annotated[Path, Argument(metavar="SHEET", help="The file that your teacher gave you")]
MyRun = Annotated[str | None, Argument(metavar="[RUN]", help="Your run (default: say what to do)")]
Answers = Annotated[
    Path | None,
    Option("--answers", metavar="FILE", readable=False, help="A text of yours, in Markdown"),
]
Into = Annotated[
    Path | None,
    Option("-o", "--out", metavar="FOLDER", readable=False, help="Where to (default: the inbox)"),
]


@class_commands.command()
def new(name: Name, roster: RosterFile, id_column: IdColumn = "") -> None:
    """Make a class from a roster, with a secret of its own."""
    from tui_lab.cli.classroom.making import make_class

    make_class(name, roster, id_column)


@class_commands.command()
def assign(
    lesson: flags.LessonName, name: As = "", title: Title = "", due: Due = "",
    points: Points = None, free: Free = None, settings: flags.Settings = None,
    steps: flags.Steps = None, preset: flags.PresetName = None, variant: flags.Variants = None,
    seeds: flags.Seeds = 1, same_seed: OneSeedForAll = None, code: Code = False,
    inbox: Inbox = None, no_proof: NoProof = False, course: ClassAt = None,
    trust: flags.Trust = False,
) -> None:  # fmt: skip
    """Assign a lesson: writes assign.toml and a sheet for each student."""
    from tui_lab.cli.classroom.making import Asked, assign_lesson

    chosen = [*(settings or ()), *([f"steps={steps}"] if steps is not None else [])]
    assign_lesson(lesson, course, Asked(
        name, title, due, tuple(points or ()), tuple(free or ()), tuple(chosen), preset or "",
        tuple(variant or ()), seeds, same_seed, code, inbox, no_proof,
    ))  # fmt: skip


@class_commands.command()
def collect(
    folders: Folders = None, which: For = "", as_json: flags.Json = False, course: ClassAt = None
) -> None:
    """Copy what was handed in from the inbox, or from folders with downloaded files."""
    from tui_lab.cli.classroom.grading import collect_all

    collect_all(which, folders or [], as_json, course)


@class_commands.command()
def grade(
    which: Which = "", run_code: RunCode = False, bare: Bare = False, short: Short = 30.0,
    share: Share = 0.1, long: Long = 600.0, at_once: AtOnce = None,
    max_memory: flags.MaxMemory = None, only: Only = None, again: All = False,
    as_json: flags.Json = False, quiet: flags.Quiet = False, course: ClassAt = None,
    trust: flags.Trust = False,
) -> None:  # fmt: skip
    """Judge what was collected, and train it again; a process and a limit for each hand-in."""
    from tui_lab.cli.classroom.grading import Chosen, grade_all

    chosen = Chosen(
        short, share, long, at_once, max_memory, run_code, bare, again, tuple(only or ())
    )
    raise typer.Exit(grade_all(which, chosen, as_json, quiet, course))


@class_commands.command()
def table(
    context: typer.Context, which: Which = "", as_json: flags.Json = False, as_csv: AsCsv = False,
    course: ClassAt = None, theme: flags.Theme = None, color: flags.Color = None,
    fps: flags.Fps = None, ascii_only: flags.Ascii = None,
) -> None:  # fmt: skip
    """Students, claims and exercises: on the screen, or as text in a pipe, --json and --csv."""
    from tui_lab.cli.classroom.showing import show_table

    options = TerminalOptions(color, fps, ascii_only, theme).over(context.obj)
    raise typer.Exit(show_table(which, as_json, as_csv, course, options))


@class_commands.command()
def export(
    which: Which = "", to: To = "csv", like: Like = None, column: Column = "", key: Key = "",
    decimal: Decimal = "", partial: Partial = False, out: OutPath = None,
    force: flags.Force = False, course: ClassAt = None,
) -> None:  # fmt: skip
    """Write grades for another program: CSV, Moodle, Gradescope, your Canvas export, feedback."""
    from tui_lab.cli.classroom.gradebook import Book, export_grades

    export_grades(which, Book(to, like, column, key, decimal, out, force, partial), course)


@teaching.command("hand-in")
def hand_in(
    sheet: SheetFile, run: MyRun = None, answers: Answers = None, out: Into = None,
    as_json: flags.Json = False, trust: flags.Trust = False,
) -> None:  # fmt: skip
    """Hand in a run for a teacher's sheet: one file. Without a run, say what is asked for."""
    from tui_lab.cli.classroom.handing_in import hand_in_run, say_task

    if run is None:
        say_task(sheet, as_json)
    else:
        hand_in_run(sheet, run, answers, out, as_json)
