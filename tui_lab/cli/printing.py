"""What the command line prints for people: whole in any width, and no text in it is obeyed.

Names and words of learners, files and errors go through here as they are. Nothing in them is
markup or a smiley to rich, and no character of theirs drives the terminal or begins a line.
"""

import shutil
from typing import NoReturn

from rich.console import Console
from rich.measure import Measurement
from rich.style import Style
from rich.table import Table
from rich.text import Text

from lessons.kit.errors import one_line

ENDLESS = 100_000  # columns: as wide as anything wants to be
LOWEST = 5  # rows of a table, in however low a terminal
BESIDE = 5  # lines of a screen that are not rows: the command, headings, what is said, the prompt
NARROWEST = 20  # columns into which a sentence is folded; where there are fewer, the terminal is

Cell = str | tuple[str, str]
"""Words, or words and their style."""


class Paper(Console):
    """Where it is printed."""

    def __init__(self, *, stderr: bool = False, quiet: bool = False) -> None:
        super().__init__(stderr=stderr, quiet=quiet, highlight=False, markup=False, emoji=False)
        if self.is_terminal:  # COLUMNS=0 says nothing; rich would take it for a width
            self.width = max(shutil.get_terminal_size().columns, NARROWEST)

    @property
    def rows_in_sight(self) -> int:
        """Rows of a table that do not scroll away."""
        return max(shutil.get_terminal_size().lines - BESIDE, LOWEST)

    def on_broken_pipe(self) -> NoReturn:
        """The reader has left: the printing code decides what that means, not rich."""
        raise BrokenPipeError

    def say(self, *parts: Cell) -> None:
        """A line of its own, in one piece: where it is too long, the terminal wraps it."""
        self.print(words(*parts), soft_wrap=True)

    def tell(self, *parts: Cell) -> None:
        """A sentence: folded between words where people read it, in one piece for programs."""
        if self.is_terminal:
            self.print(words(*parts), overflow="fold")
        else:
            self.say(*parts)

    def put(self, table: Table) -> None:
        """A table. Into a pipe as wide as it is; else folded, but never narrower than its words."""
        before = self.width
        wanted = Measurement.get(self, self.options.update(width=ENDLESS), table)
        self.width = max(before, wanted.minimum) if self.is_terminal else wanted.maximum
        self.print(table, crop=False)
        self.width = before


class Rows(Table):
    """A table of words. The columns called `whole` are never folded: names can be copied."""

    def __init__(self, *headings: str, whole: tuple[str, ...] = (), right: bool = False) -> None:
        super().__init__(box=None, pad_edge=False)
        for place, heading in enumerate(headings):
            self.column(heading, whole=heading in whole or place == 0, right=right and place > 0)

    def column(self, heading: str, *, whole: bool = False, right: bool = False) -> None:
        """One more column."""
        justify = "right" if right else "left"
        self.add_column(words(heading), no_wrap=whole, justify=justify, overflow="fold")  # type: ignore[arg-type]

    def row(self, *cells: Cell) -> None:
        """One more row."""
        self.add_row(*map(words, cells))


def words(*parts: Cell) -> Text:
    """Text as it is, in one line, with the styles that we give it."""
    pairs = [part if isinstance(part, tuple) else (part, "") for part in parts]
    return Text.assemble(*((one_line(text), Style.parse(style)) for text, style in pairs))
