"""Every key of the list of cases, and what it does."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from lessons.kit.errors import Trouble
from tui_lab.screens.choice import Answer, ChoiceScreen
from tui_lab.screens.help import show_help
from tui_lab.screens.lesson.keys import Key

if TYPE_CHECKING:
    from tui_lab.screens.clinic.screen import ClinicScreen


def open_case(screen: ClinicScreen) -> None:
    """The case under the cursor, as it was left."""
    if row := screen.cases.chosen:
        screen.open_case(row.case.name)


def draw(screen: ClinicScreen) -> None:
    """A case by chance, by the seed."""
    screen.open_case(screen.board.draw())


def seed(screen: ClinicScreen) -> None:
    """Type another seed."""
    screen.line.open("seed", str(screen.board.seed))


def forget(screen: ClinicScreen) -> None:
    """Begin a case again, after asking."""
    if (row := screen.cases.chosen) is None:
        return
    answers = [
        Answer("y", "yes", "delete orders, score and edited files of it"),
        Answer("n", "no", "keep them"),
    ]
    question = f"Begin {row.case.short} with seed {screen.board.seed} again?"
    answered = partial(_forgotten, screen, row.case.name)
    screen.app.push_screen(ChoiceScreen("Begin again", question, answers), answered)


def _forgotten(screen: ClinicScreen, name: str, answer: str | None) -> None:
    if answer == "y":
        try:
            screen.consultation(name).forget()
        except Trouble as trouble:
            screen.notify(str(trouble), severity="error", markup=False)
        screen.catch_up()


def find(screen: ClinicScreen) -> None:
    """Type what to look for."""
    screen.filter.open(screen.board.words)


def escape(screen: ClinicScreen) -> None:
    """Show all again."""
    screen.filter_by("")
    screen.cases.focus()


LOOK = (
    Key("enter", open_case, "Open", "Open the case under the cursor, as you left it"),
    Key("r", draw, "Random", "Open a case by chance, by the seed: one that is not solved"),
    Key("s", seed, "Seed", "Type another seed: of the draw, and of the training"),
    Key("slash", find, "Filter", "Filter: a lesson, new, open, solved", display="/"),
    Key("X", forget, "Begin again", "Forget what you did in this case; asks first"),
    Key("escape", escape, "All", "Show all cases again", show=False),
    Key("question_mark,f1", show_help, "Help", "All keys", display="?"),
)
KEYS = tuple(replace(key, heading="Look") for key in LOOK)
ACTS = {key.name: key.act for key in KEYS}
MATTER = (
    ("enter", "open"), ("r", "one by chance"), ("/", "filter"), ("s", "seed"), ("j k", "move"),
    ("X", "begin again"), ("q", "back"), ("?", "keys"),
)  # fmt: skip
