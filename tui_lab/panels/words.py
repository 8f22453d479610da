"""Texts: what a loop shows in words."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from lessons.kit import Text
from lessons.kit.stream.events import PictureEvent
from tui_lab.charts.rows import Grid, Rows, Style
from tui_lab.panels.checks import called, first
from tui_lab.panels.kind import Cells, Paper, Room, Shown
from tui_lab.panels.paragraphs import Paragraph, Piece, by_network, named, written
from tui_lab.svg.ink import sample, text

MOST_LETTERS = 20_000


class TextKind(Shown[Text]):
    """Words, such as a sample from a model."""

    of = Text

    def mistake(self, panel: Text, value: Any) -> str:
        """Words, a number is one too; or those of each network."""
        if isinstance(value, dict):
            return first(_not_words(each) for each in value.values())
        return _not_words(value)

    def united(self, panel: Text, pictures: Sequence[PictureEvent]) -> Sequence[PictureEvent]:
        """What all networks wrote, where the page says so."""
        good = [each for each in pictures if not self.mistake(panel, each.value)]
        return by_network(good) if panel.all_networks and good else pictures

    def cells(self, panel: Text, value: Any, room: Room) -> Rows:
        """The text, wrapped. Control characters are shown, not obeyed: `Grid` sees to it.

        Of several networks each has a share of the lines, and line ends are a sign.
        """
        if isinstance(value, dict):
            signed = {name: str(each).replace("\n", "↵") for name, each in value.items()}
            return written(
                [Paragraph(n, _letters(panel, each, room)) for n, each in signed.items()], room
            )
        return _wrapped(panel, str(value), room)

    def rows(self, panel: Text, value: Any) -> list[Cells]:
        """None: a text is no data."""
        return []

    def drawn(self, panel: Text, value: Any, paper: Paper) -> str:
        """The first letters of it, as they are."""
        return "".join(_on_paper(panel, n, str(each), paper) for n, each in named(value).items())


def _not_words(value: Any) -> str:
    if isinstance(value, str | int | float):
        return ""
    return f"a text takes words, and this is {called(value)}"


def _letters(panel: Text, words: str, room: Room) -> list[Piece]:
    """Each letter by itself, those of the prompt faint."""
    given = len(panel.prompt) if words.startswith(panel.prompt) else 0
    quiet = Style(room.frame)
    return [(room.text(letter), quiet if n < given else Style()) for n, letter in enumerate(words)]


def _wrapped(panel: Text, words: str, room: Room) -> Rows:
    grid, width, height = Grid(room.width, room.height), room.width, room.height
    lines = [
        piece
        for line in words.split("\n")
        for piece in textwrap.wrap(room.text(line), max(width, 1), drop_whitespace=False) or [""]
    ]
    given = len(panel.prompt) if words.startswith(panel.prompt) else 0
    for y, line in enumerate(lines[: max(height, 0)]):
        column = grid.write(0, y, line[:given], Style(room.frame))
        grid.write(column, y, line[given:])
        given = max(given - len(line), 0)
    if len(lines) > height > 0:
        grid.write(width - 1, height - 1, room.text("…"), Style(room.frame))
    return grid.rows()


def _on_paper(panel: Text, name: str, words: str, paper: Paper) -> str:
    given = len(panel.prompt) if words.startswith(panel.prompt) else 0
    more = "…" if len(words) > MOST_LETTERS else ""
    look = f"{sample(paper.runs[name], dashed=False)} " if name in paper.runs else ""
    who = f"<p>{look}{text(name)}</p>" if name else ""
    begun = f'<span class="quiet">{text(words[:given])}</span>' if given else ""
    return f"{who}<pre>{begun}{text(words[given:MOST_LETTERS])}{more}</pre>"
