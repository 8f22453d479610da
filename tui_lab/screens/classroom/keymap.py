"""Every key of the screen of a class, and what it does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui_lab.classroom.row import COUNTED, OTHER_RUN
from tui_lab.screens.help import show_help
from tui_lab.screens.lesson.keys import Key

if TYPE_CHECKING:
    from tui_lab.screens.classroom.screen import ClassScreen


def open_run(screen: ClassScreen) -> None:
    """The lesson's screen with the run of the student under the cursor."""
    row = screen.table.chosen
    if row is None:
        return
    if row.status not in (*COUNTED, OTHER_RUN):
        screen.notify(f"{row.student}: {row.status}: there is no run to open", markup=False)
        return
    screen.open_recording(row)


def read_writing(screen: ClassScreen) -> None:
    """What the student wrote: answers, code, exercises."""
    if row := screen.table.chosen:
        screen.open_writing(row)


def sort(screen: ClassScreen) -> None:
    """By the next column."""
    screen.board.next_order()
    screen.catch_up()


def turn_round(screen: ClassScreen) -> None:
    """The same the other way round."""
    screen.board.turn_round()
    screen.catch_up()


def find(screen: ClassScreen) -> None:
    """Type what to look for."""
    screen.filter.open(screen.board.words)


def escape(screen: ClassScreen) -> None:
    """Show all again; go to the table."""
    screen.filter_by("")
    screen.table.focus()


def show_view(screen: ClassScreen) -> None:
    """Table and student, or the table alone."""
    screen.lower.display = not screen.lower.display
    screen.catch_up()


LOOK = (
    Key("enter", open_run, "Open run", "Open the run of the student under the cursor"),
    Key("t", read_writing, "Text", "Read what the student wrote: answers, code, exercises"),
    Key("s", sort, "Sort", "Sort by the next column: id, name, status, points, … each claim"),
    Key("S", turn_round, "Reverse", "Sort the other way round"),
    Key("slash", find, "Filter", "Filter: an id, a name, a status, flagged, late", display="/"),
    Key("v", show_view, "View", "Show table and student, or the table alone"),
    Key("escape", escape, "All", "Show all students again", show=False),
    Key("question_mark,f1", show_help, "Help", "All keys", display="?"),
)
KEYS = tuple(replace(key, heading="Look") for key in LOOK)
ACTS = {key.name: key.act for key in KEYS}
MATTER = (
    ("enter", "open run"), ("s", "sort"), ("/", "filter"), ("t", "text"), ("S", "reverse"),
    ("v", "view"), ("j k", "move"), ("q", "back"), ("?", "keys"),
)  # fmt: skip
