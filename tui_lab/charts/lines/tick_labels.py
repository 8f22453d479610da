"""What stands below a chart: which numbers, each under its value, and the axis's name. Plain."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rich.cells import cell_len

from tui_lab.charts.axes import Scale, labels, ticks, value_of
from tui_lab.system.words import number

UNIT = 3  # characters: so short a name has the corner, and the last number goes beside it
APART = 11  # columns for each tick of a linear axis; decades may stand closer
LONGEST = 7  # characters of the end's number


@dataclass(frozen=True)
class Foot:
    """The row below a chart, which begins at `left`."""

    left: int
    width: int
    """The column behind the chart's last one."""
    first: int = 0
    """Where words may begin: before it there may be the name of the other axis."""
    name: str = ""

    @property
    def end(self) -> int:
        """The column behind the last number."""
        return (
            self.width - cell_len(self.name) - 1 if 0 < cell_len(self.name) <= UNIT else self.width
        )


@dataclass(frozen=True)
class Word:
    """Something that is written there; a number has the column of its value."""

    start: int
    text: str
    column: int | None = None


def words_below(scale: Scale, foot: Foot, column_of: Callable[[float], int | None], *,
                whole: bool = False) -> list[Word]:  # fmt: skip
    """The name and the numbers, none over another: first the name, then the ends, then the rest."""
    room = max(foot.width - foot.left, 1)
    ends = list(_numbers(_end_of(scale, room, whole), foot, column_of))
    named = _name(foot, ends[0] if ends else None)
    ends += _numbers(_start_of(scale, room), foot, column_of)
    taken, found = [named] if named.text else [], list[Word]()
    for word in [*ends, *_numbers(_rest_of(scale, room, whole), foot, column_of)]:
        if word.start >= foot.first and not any(map(word_meets(word), [*taken, *found])):
            found.append(word)
    return [*taken, *sorted(found, key=lambda word: word.start)]


def word_meets(word: Word) -> Callable[[Word], bool]:
    """Whether another word is in the way of this one, with a blank between them."""

    def meets(other: Word) -> bool:
        after = word.start + cell_len(word.text)
        return word.start <= other.start + cell_len(other.text) and other.start <= after

    return meets


def _name(foot: Foot, last: Word | None) -> Word:
    """In the corner; a long name before the number of the end, where both have room."""
    long = cell_len(foot.name)
    start = foot.width - long
    if long > UNIT and last is not None and last.start - 1 - long >= max(foot.first, foot.left):
        start = last.start - 1 - long
    return Word(max(start, 0), foot.name)


def _numbers(
    pairs: list[tuple[float, str]], foot: Foot, column_of: Callable[[float], int | None]
) -> Iterator[Word]:
    """Each under its value, as far as the row goes."""
    for value, text in pairs:
        column = column_of(value)
        if column is not None:
            start = min(column - len(text) // 2, foot.end - len(text))
            start = max(start, min(foot.first, column))
            yield Word(start, text, column)


def _rest_of(scale: Scale, room: int, whole: bool) -> list[tuple[float, str]]:
    most = max(room // (APART // 2 if scale.log else APART), 2)
    values = ticks(scale, most, whole)
    while scale.log and most > 2 and not _have_room(scale, room, values):
        most -= 1
        values = ticks(scale, most, whole)
    said = zip(values, labels(values, scale.log), strict=True)
    return [(value, text) for value, text in said if _is_true(scale, room, value, text)]


def _have_room(scale: Scale, room: int, values: list[float]) -> bool:
    """Whether the numbers of decades stand beside each other with a blank between them.

    Else some would be left out, and the others be unevenly apart.
    """
    if len(values) < 2:
        return True
    first, second = (scale.share(value) or 0.0 for value in values[:2])
    return max(map(len, labels(values, log=True))) + 1 <= int((second - first) * room)


def _start_of(scale: Scale, room: int) -> list[tuple[float, str]]:
    """The first value of a logarithmic axis: its first round number may be far to the right."""
    text = number(scale.low)
    is_short = scale.log and len(text) <= LONGEST and _is_true(scale, room, scale.low, text)
    return [(scale.low, text)] if is_short else []


def _end_of(scale: Scale, room: int, whole: bool) -> list[tuple[float, str]]:
    """The last value of the axis, in the shortest form that is true to half a column."""
    end = math.floor(scale.high) if whole else scale.high
    places = [value for value in ticks(scale, max(room // APART, 2), whole) if not scale.log]
    said = labels([end, end + places[1] - places[0]])[:1] if len(places) > 1 else []
    for text in [*said, number(end), f"{end:.{LONGEST}g}"]:
        if len(text) <= LONGEST and _is_true(scale, room, end, text):
            return [(end, text)]
    return []


def _is_true(scale: Scale, room: int, value: float, text: str) -> bool:
    """Whether what a number says lies where its value does, to half a column."""
    at, there = scale.share(value), scale.share(value_of(text))
    return at is not None and there is not None and abs(at - there) * room <= 0.5
