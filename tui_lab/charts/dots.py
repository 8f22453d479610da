"""Lines as dots: which dots of which cells a line takes, and whose a cell is that several share.

A cell of braille has 2 × 4 dots but one colour. If the line that is drawn last had every cell that
it shares, the others would seem to end there. So they take turns, by the column: a line that goes
on through a few columns is seen in one of them, and nothing but the column says in which. So what
is drawn stays where it is when more comes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

Dot = tuple[int, int]
"""A dot's column and row; (0, 0) is bottom left."""
Cell = tuple[int, int]
"""A cell's column, and its row from the bottom."""
Dash = tuple[int, int]
"""Columns of dots with ink, and then without, over and over."""

SOLID: Dash = (1, 0)
BRAILLE = (2, 4)
"""Dots of a cell, across and up; of a plain character it is one."""

_BITS = ((0x40, 0x04, 0x02, 0x01), (0x80, 0x20, 0x10, 0x08))  # by side, from the bottom
_SPANS = [[[sum(side[low : high + 1]) for high in range(4)] for low in range(4)] for side in _BITS]
"""The bits of a stretch of dots: by side, lowest, highest."""


class Stroke(NamedTuple):
    """A line as it is drawn: its character ("" is braille), and its stretches."""

    symbol: str
    segments: Sequence[Sequence[Dot]]
    dash: Dash = SOLID
    is_front: bool = False
    """Whether every second turn is its own."""


class Ink(NamedTuple):
    """What stands in a cell, and the place of the stroke that it belongs to."""

    column: int
    row: int
    character: str
    whose: int


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
        yield Ink(column, row, strokes[whose].symbol or chr(0x2800 | bits[column, row]), whose)


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


def cells_of(stroke: Stroke) -> dict[Cell, int]:
    """The cells that a stroke goes through, and its dots in each, as braille counts them."""
    cells: dict[Cell, int] = {}
    size = (1, 1) if stroke.symbol else BRAILLE
    on, off = stroke.dash
    for segment in stroke.segments:
        for x, low, high in _spans(segment):
            if not off or x % (on + off) < on:
                _fill(cells, x, low, high, size)
    return cells


def _spans(segment: Sequence[Dot]) -> Iterator[tuple[int, int, int]]:
    """A line through these dots, as upright spans: a column, its lowest and its highest dot."""
    if len(segment) == 1:
        yield segment[0][0], segment[0][1], segment[0][1]
    for one, other in pairwise(segment):
        (x, y), (last, end) = (one, other) if one[0] <= other[0] else (other, one)
        if x == last:
            yield x, min(y, end), max(y, end)
            continue
        up, slope, half = end >= y, (end - y) / (last - x), 0.5
        if abs(end - y) <= last - x:
            for step in range(last - x + 1):
                here = round(y + slope * step)
                yield x + step, here, here
            continue
        begin = y
        for step in range(last - x + 1):  # steep: each column goes on where the one before ended
            stop = end if x + step == last else round(y + slope * (step + half))
            yield x + step, min(begin, stop), max(begin, stop)
            begin = (min(stop + 1, end)) if up else max(stop - 1, end)


def _fill(cells: dict[Cell, int], x: int, low: int, high: int, size: tuple[int, int]) -> None:
    across, tall = size
    column, side = x // across, x % across
    first, last = low // tall, high // tall
    for row in range(first, last + 1):
        bottom = low - row * tall if row == first else 0
        top = high - row * tall if row == last else tall - 1
        cell = column, row
        cells[cell] = cells.get(cell, 0) | _SPANS[side][bottom][top]
