"""Lines as dots: which dots of which cells a line takes, and whose a cell is that several share.

A cell of braille has 2 × 4 dots but one colour. If the line that is drawn last had every cell that
it shares, the others would seem to end there. So they take turns, by the column: a line that goes
on through a few columns is seen in one of them, and nothing but the column says in which. So what
is drawn stays where it is when more comes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from tui_lab.charts.lines.plotext_dots import BLANK, Cell, Dot, dots_of

Dash = tuple[int, int]
"""Columns of dots with ink, and then without, over and over."""

SOLID: Dash = (1, 0)
SIDES = (0x47, 0xB8)
"""The dots of a cell of braille on its left and on its right."""
MIDDLE = 0x24
"""The two dots of its third row."""


class Stroke(NamedTuple):
    """A line as it is drawn: its character ("" is braille), and its stretches."""

    symbol: str
    segments: Sequence[Sequence[Dot]]
    dash: Dash = SOLID
    is_front: bool = False
    """Whether every second turn is its own."""
    room: Cell = (64, 16)
    """Columns and rows of the canvas: while they stay, so does what is drawn."""


class Ink(NamedTuple):
    """What stands in a cell, and the places of the stroke that has it and of all that go there."""

    column: int
    row: int
    character: str
    whose: int
    shared: tuple[int, ...] = ()


def inked(strokes: Sequence[Stroke]) -> Iterator[Ink]:
    """The cells that these strokes go through; in one that they share they take turns."""
    found: dict[Cell, list[int]] = {}
    bits: dict[Cell, int] = {}
    for place, stroke in enumerate(strokes):
        for cell, dots in cells_of(stroke).items():
            found.setdefault(cell, []).append(place)
            bits[cell] = bits.get(cell, 0) | dots
    waits = _waits(tuple(stroke.is_front for stroke in strokes))
    for (column, row), places in found.items():
        whose = places[0]
        if len(places) > 1:
            whose = min(places, key=waits[column % len(waits)].__getitem__)
        character = strokes[whose].symbol or chr(BLANK + bits[column, row])
        yield Ink(column, row, character, whose, tuple(places))


@lru_cache(64)
def _waits(fronts: tuple[bool, ...]) -> list[list[int]]:
    """For each column of a round: how many columns each stroke has to wait for its turn."""
    front = [place for place, is_front in enumerate(fronts) if is_front]
    others = [place for place, is_front in enumerate(fronts) if not is_front]
    turns = [each for other in others for each in (*front, other)] or front
    return [
        [min((turn - now) % len(turns) for turn, each in enumerate(turns) if each == place)
         for place in range(len(fronts))]
        for now in range(max(len(turns), 1))
    ]  # fmt: skip


def cells_of(stroke: Stroke) -> Mapping[Cell, int]:
    """The cells that a stroke goes through, and its dots in each, as braille counts them."""
    cells = dots_of(stroke.segments, stroke.room, stroke.symbol)
    if stroke.dash == SOLID:
        return cells
    sides = (1,) if stroke.symbol else SIDES
    left = {cell: dots & with_ink(cell[0], stroke.dash, sides) for cell, dots in cells.items()}
    return {cell: dots for cell, dots in left.items() if dots}


@lru_cache(4096)
def with_ink(column: int, dash: Dash, sides: tuple[int, ...] = SIDES) -> int:
    """The dots of a cell in this column that a dashed line may take."""
    on, off = dash
    first = column * len(sides)
    return sum(dots for at, dots in enumerate(sides) if (first + at) % (on + off) < on)


def sample_of(dash: Dash, *, ascii_only: bool = False) -> str:
    """A piece of a line as a chart draws it, with one gap at least where it has gaps."""
    if ascii_only:
        drawn = ["-" if with_ink(column, dash, (1,)) else " " for column in range(9)]
    else:
        inks = [MIDDLE & with_ink(column, dash) for column in range(5)]
        drawn = [chr(BLANK + ink) if ink else " " for ink in inks]
    return "".join(drawn).strip()
