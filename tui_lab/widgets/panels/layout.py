"""How panels share the room: one of them first and larger, the others around it, and no holes.

A page of panels is a grid; each panel takes some of its columns and rows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from textual.geometry import Region

LEAST_WIDTH, LEAST_HEIGHT = 38, 11  # of a panel with its border; a smaller chart says little
TALL = 2  # rows that the large panel takes where there are columns beside it


@dataclass(frozen=True)
class Layout:
    """A page: the columns of its grid, the height of each row, and what each panel takes."""

    columns: int
    rows: tuple[int, ...]
    tiles: tuple[tuple[int, int], ...]
    """Columns and rows of each panel, in their order."""


def layouts(count: int, width: int, height: int) -> list[Layout]:
    """A page for as many of `count` panels as fit, and further ones for the rest."""
    columns = min(width // LEAST_WIDTH, max(2, math.ceil(math.sqrt(count))), count)
    columns, most = max(columns, 1), max(height // LEAST_HEIGHT, 1)
    if columns == 1 or most == 1 or count < 3:
        return _evenly(count, columns, most, height)
    large = 1 + (_beside(columns) + columns * (most - TALL) if columns > 2 else 2 * (most - 1))
    first = _with_one_large(min(count, large), columns, height)
    return [first, *_evenly(max(count - large, 0), columns, most, height)]


def _evenly(count: int, columns: int, most: int, height: int) -> list[Layout]:
    """Pages of panels that are all alike, but where a row has fewer of them."""
    pages = math.ceil(count / (columns * most))
    shares = _shared(count, pages)[::-1]
    return [_even(share, min(columns, share), height) for share in shares]


def _even(count: int, columns: int, height: int) -> Layout:
    counts = _shared(count, math.ceil(count / columns))
    unit = math.lcm(*counts)
    tiles = [[(unit // each, 1)] * each for each in counts]
    return Layout(unit, _heights(height, len(counts)), tuple(chain.from_iterable(tiles)))


def _with_one_large(count: int, columns: int, height: int) -> Layout:
    """The first panel above the others, or twice as wide and high beside them."""
    if columns == 2:
        counts = _shared(count - 1, math.ceil((count - 1) / 2))
        each = max(LEAST_HEIGHT, 2 * height // (3 + 2 * len(counts)))
        below = [each] * len(counts)
        unit, beside, size = math.lcm(2, *counts), 0, (math.lcm(2, *counts), 1)
        rows = (height - sum(below), *below)
    else:
        beside = _beside(columns)
        rest = count - 1 - beside
        counts = _shared(rest, math.ceil(rest / columns))
        unit = math.lcm(columns, *counts)
        size = (_large_columns(columns) * unit // columns, TALL)
        rows = _heights(height, TALL + len(counts))
    tiles = [[size], [(unit // columns, 1)] * beside, *([(unit // n, 1)] * n for n in counts)]
    return Layout(unit, rows, tuple(chain.from_iterable(tiles)))


def _large_columns(columns: int) -> int:
    return max(2, columns // 2)


def _beside(columns: int) -> int:
    return (columns - _large_columns(columns)) * TALL


def _shared(count: int, parts: int) -> list[int]:
    """As evenly as can be, the smaller parts first."""
    return [(count + n) // parts for n in range(parts)]


def _heights(height: int, rows: int) -> tuple[int, ...]:
    return tuple(_shared(max(height, rows), rows))  # a row of no height cannot be laid out


def places_of(pages: Sequence[Layout]) -> list[range]:
    """The places of the panels of each page."""
    found, first = [], 0
    for page in pages:
        found.append(range(first, first + len(page.tiles)))
        first += len(page.tiles)
    return found


def neighbour(here: Region, others: Sequence[Region], right: int, down: int) -> int | None:
    """The place of the nearest of these in a direction; of several beside it the upper, left."""
    found = [
        (*apart, place)
        for place, other in enumerate(others)
        if (apart := _apart(here, other, right or down, bool(right)))
    ]
    return min(found)[2] if found else None


def _apart(one: Region, other: Region, ahead: int, sideways: bool) -> tuple[int, int] | None:
    """How far ahead another region begins, and how far aside; None where it is not ahead."""
    mine, theirs = (((r.x, r.right), (r.y, r.bottom)) for r in (one, other))
    (begin, end), (low, high) = mine if sideways else mine[::-1]
    (first, last), (bottom, top) = theirs if sideways else theirs[::-1]
    distance = first - end if ahead > 0 else begin - last
    return (distance, abs(bottom - low)) if distance >= 0 and bottom < high and low < top else None
