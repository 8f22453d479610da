"""Words of one network or of several, a paragraph each, under as much room as there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from rich.cells import cell_len

from lessons.kit.stream.events import PictureEvent
from tui_lab.charts.rows import Grid, Rows, Style, clean
from tui_lab.panels.kind import Room

Piece = tuple[str, Style]
"""What stays on one line: a letter of a text, or a word with the blank behind it."""

GAP = 2  # columns between a name and its words


@dataclass(frozen=True)
class Paragraph:
    """The words of a network. Its name is empty where it stands alone."""

    name: str
    pieces: Sequence[Piece]
    says: str = ""
    """What stands between the name and the words, such as a verdict."""


def by_network(pictures: Sequence[PictureEvent]) -> list[PictureEvent]:
    """One picture with the value of every network, under its name; one network's as it is."""
    if len(pictures) < 2:
        return list(pictures)
    value = {picture.variant: picture.value for picture in pictures}
    return [msgspec.structs.replace(pictures[0], value=value)]


def named(value: Any) -> Mapping[str, Any]:
    """Each network's value under its name; of one alone the name is empty."""
    return value if isinstance(value, dict) else {"": value}


def written(paragraphs: Sequence[Paragraph], room: Room) -> Rows:
    """All of them, as fairly as there is room: a line at least for each, and "…" where one is cut.

    Where there is no line for each, the last one says how many are left out.
    """
    grid, first = Grid(room.width, room.height), 0
    left, verdict = _columns(paragraphs, room)
    texts, shares = _laid(paragraphs, verdict, room)
    below, narrow = max(left, verdict - left), _laid(paragraphs, max(left, verdict - left), room)
    if left and verdict > left and min(narrow[1], default=0) > 1:  # what it says is below its name
        (texts, shares), left, verdict = narrow, 0, below
    for place, (each, most) in enumerate(zip(paragraphs, shares, strict=True)):
        if not most:
            _say_more(grid, len(paragraphs) - place, room)
            break
        _name(grid, first, each, (left, verdict), room)
        _write(grid, first, verdict, texts[place], most, room)
        first += most
    return grid.rows()


def _columns(paragraphs: Sequence[Paragraph], room: Room) -> tuple[int, int]:
    """Where what is said of each begins, and where its words do."""
    third = max(room.width // 3, 1)
    names = max((cell_len(each.name) + GAP for each in paragraphs if each.name), default=0)
    says = max((cell_len(clean(each.says)) for each in paragraphs if each.says), default=0)
    left = min(names + GAP, third) if names else 0
    return left, left + (min(says + GAP, third) if says else 0)


def _laid(
    paragraphs: Sequence[Paragraph], left: int, room: Room
) -> tuple[list[list[list[Piece]]], list[int]]:
    """The lines of each from this column on, and how many of them there is room for."""
    texts = [list(_lines(each.pieces, max(room.width - left, 1))) for each in paragraphs]
    return texts, _shares(texts, room.height)


def _lines(pieces: Sequence[Piece], width: int) -> Iterator[list[Piece]]:
    line: list[Piece] = []
    used = 0
    for words, style in pieces:
        wide = cell_len(words.rstrip()) if len(words) > 1 else cell_len(words)
        if line and used + wide > width:
            yield line
            line, used = [], 0
        line.append((words, style))
        used += cell_len(words)
    yield line


def _shares(texts: Sequence[Sequence[Any]], height: int) -> list[int]:
    """Rows for each: as many as it takes, or what is left for it when all have one."""
    if len(texts) > height:
        return [int(place < height - 1) for place in range(len(texts))]
    found, free = [1] * len(texts), height - len(texts)
    while free and (short := [n for n, text in enumerate(texts) if len(text) > found[n]]):
        for n in short[:free]:
            found[n] += 1
        free -= len(short[:free])
    return found


def _name(grid: Grid, row: int, each: Paragraph, at: tuple[int, int], room: Room) -> None:
    left, verdict = at
    most = left or verdict
    if each.name and most > GAP:
        look = room.styles([each.name])[each.name]
        words = f"{look.marker} {each.name}" if each.name in room.runs else each.name
        grid.write(0, row, room.cut(words, most - 1), Style(look.colour, bold=True))
    if each.says:
        row += bool(each.name and not left)
        grid.write(left, row, room.cut(each.says, verdict - left - 1), Style(room.frame))


def _write(
    grid: Grid, row: int, left: int, lines: Sequence[Sequence[Piece]], most: int, room: Room
) -> None:
    for y, line in enumerate(lines[:most], row):
        column = left
        for words, style in line:
            column = grid.write(column, y, words[: max(grid.width - column, 0)], style)
    if len(lines) > most:
        grid.put(grid.width - 1, row + most - 1, room.text("…"), Style(room.frame))


def _say_more(grid: Grid, count: int, room: Room) -> None:
    words = room.cut(f"… {count} more networks", grid.width)
    grid.write(0, grid.height - 1, words, Style(room.frame))
