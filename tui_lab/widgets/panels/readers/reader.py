"""What a maximised panel is read with: a cursor that keys and the mouse move."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from textual.binding import Binding

from lessons.kit.stream.events import PictureEvent
from tui_lab.charts.rows import Rows
from tui_lab.panels.kind import Cells, Room


def _key(keys: str, act: str, words: str, tooltip: str, display: str | None = None) -> Binding:
    return Binding(keys, f"read({act})", words, show=False, tooltip=tooltip, key_display=display)


KEYS = (
    _key("left,h", "'step', (-1, 0)", "Cell left",
         "In a maximised map: the cell to the left. In a table: the columns before"),
    _key("right,l", "'step', (1, 0)", "Cell right",
         "In a maximised map: the cell to the right. In a table: the columns after"),
    _key("up,k", "'step', (0, -1)", "Cell above",
         "In a maximised map: the cell above. In a table: the row above"),
    _key("down,j", "'step', (0, 1)", "Cell below",
         "In a maximised map: the cell below. In a table: the row below"),
    _key("home", "'to_end', False", "First column",
         "In a maximised map: the first cell of the row. In a table: the first row"),
    _key("end", "'to_end', True", "Last column",
         "In a maximised map: the last cell of the row. In a table: the last row"),
    _key("n", "'turn', 1", "Next map",
         "When several maps are maximised: the same cell of the next one"),
    _key("N", "'turn', -1", "Map before",
         "When several maps are maximised: the same cell of the one before"),
    _key("plus,equals_sign", "'enlarge', True", "One map",
         "When several maps are maximised: the one with the cursor alone", "+"),
    _key("minus", "'enlarge', False", "All maps",
         "When several maps are maximised: all of them again", "-"),
    _key("enter", "'open', True", "Arithmetic",
         "In a maximised map: how the row was computed. In a table: the whole row"),
    _key("enter,escape", "'open', False", "The map",
         "In the arithmetic of a row, or in a whole row: back"),
)  # fmt: skip
"""Of a widget that hands `read` to its reader; `takes` says when."""


class Source(Protocol):
    """What is read: the picture that a panel shows, if it can be drawn."""

    def shown(self) -> PictureEvent | None:
        """The picture."""

    def wrong(self, picture: PictureEvent) -> str:
        """Why it cannot be drawn; "" where it can."""


class Reader(Protocol):
    """Where a learner reads in what a panel shows. It stays while the pictures move."""

    is_open: bool
    """Whether what is behind the cursor is shown, in place of the picture."""

    @property
    def is_there(self) -> bool:
        """Whether there is anything to read."""

    @property
    def height(self) -> int:
        """Rows of the picture, below what the panel says above it."""

    def words(self) -> str:
        """What is at the cursor."""

    def picture(self, room: Room) -> Rows:
        """The picture with the cursor, or what is behind it."""

    def takes(self, name: str, value: Any) -> bool:
        """Whether a key does something here and now."""

    def act(self, name: str, value: Any) -> None:
        """Do what a key is for."""

    def point(self, column: int, row: int) -> None:
        """Go to a character of the picture, if there is something."""

    def told(self) -> Sequence[tuple[str, str]]:
        """The keys that the line at the bottom tells."""

    def table(self) -> list[Cells]:
        """What is open, for a CSV file and for the clipboard."""
