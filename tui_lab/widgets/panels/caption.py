"""The values above a picture, in one line or in as many as it takes. No Textual."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle

from rich.cells import cell_len

from tui_lab.charts.lines.dots import sample_of
from tui_lab.charts.palette import VariantStyle
from tui_lab.charts.recorded import DASHES
from tui_lab.charts.rows import PLAIN, Grid, Row, Rows, Style, clean, fit, to_ascii
from tui_lab.system.words import in_column

GAP = 2  # columns between two entries
SLOT = 6  # columns, as of 0.0123: so many are kept for a value that is shorter now
LEGEND = 2  # rows
CORNERS = 4  # columns of a border, inside, on which nothing is written

Entry = tuple[VariantStyle, str, float]
"""A run's look, its name, and the value to show of it."""
Named = tuple[VariantStyle, str, str]
"""The same, the value as it is written; "" is none."""


@dataclass(frozen=True)
class Caption:
    """How the values of a panel are written in this theme, on this terminal."""

    frame_colour: str
    """The colour of what stands before the values."""
    is_ascii: bool

    def legend(
        self,
        entries: list[Entry],
        width: int,
        leads: Sequence[str] = ("",),
        networks: Sequence[Named] = (),
    ) -> list[Row]:
        """Every curve's marker, name and value, in two rows where one does not do.

        Of the leads, which stand before it, the first that leaves room for that. Where two rows
        do not do either the values go, and then the names get shorter: they stay different. Names
        that two rows cannot hold even so take as many as they need.
        """
        named = _worded(entries)
        for count in range(1, LEGEND + 1):
            for lead in leads:
                if _rows_needed(named, width, lead) <= count:
                    return self._laid_out(named, width, lead)
        cut: list[Named] = [(look, clean(name), "") for look, name, _ in entries]
        if networks and len(_counts(cut, width, "")) > LEGEND:
            cut = list(networks)
        return self._laid_out(_short_enough(cut, width), width)

    def rows(self, entries: Sequence[Entry], width: int, lead: str = "") -> list[Row]:
        """The same in as many rows as it takes to name every run."""
        return self._laid_out(_worded(entries), width, lead)

    def _laid_out(self, entries: Sequence[Named], width: int, lead: str = "") -> list[Row]:
        waiting, rows = list(entries), []
        for count in _counts(entries, width, lead):
            rows.append(self._written(waiting[:count], lead))
            waiting, lead = waiting[count:], " " * len(lead)
        return rows

    def whose(self, style: VariantStyle, variant: str, step: int, width: int) -> Row:
        """Whose a picture is, and from when."""
        name = fit(variant, max(width - 16, 4))
        marker = to_ascii(style.marker) if self.is_ascii else style.marker
        return (
            (f"{marker} {name}", Style(style.colour, bold=True)),
            (self.cut(f" · step {step}", width), Style(self.frame_colour)),
        )

    def cut(self, words: str, width: int) -> str:
        """Words in the characters that may be used, in at most this many columns."""
        words = fit(to_ascii(words) if self.is_ascii else words, width)
        return to_ascii(words) if self.is_ascii else words

    def nothing_yet(self, width: int, height: int, words: str) -> Rows:
        """An empty picture that says so."""
        grid, text = Grid(width, height), fit(words, width)
        grid.write((width - len(text)) // 2, height // 2, text, Style(self.frame_colour, dim=True))
        return grid.rows()

    def _written(self, entries: Sequence[Named], lead: str) -> Row:
        row = [(lead, Style(self.frame_colour))] if lead else []
        for place, (style, name, value) in enumerate(entries):
            marker = to_ascii(style.marker) if self.is_ascii else style.marker
            gap = " " * GAP if place else ""
            row.append((f"{gap}{marker} {name}", Style(style.colour, bold=True)))
            if value:
                row.append((f" {value}", PLAIN))
        return tuple(row)


def _counts(entries: Sequence[Named], width: int, lead: str) -> list[int]:
    """How many entries stand in each row: one at least."""
    counts, used = [0], len(lead)
    for _, name, value in entries:
        needed = cell_len(name) + 2 + (1 + max(SLOT, len(value)) if value else 0)
        if counts[-1] and used + GAP + needed > width:
            counts, used = [*counts, 0], len(lead)
        used += needed + (GAP if counts[-1] else 0)
        counts[-1] += 1
    return counts


def _worded(entries: Sequence[Entry]) -> list[Named]:
    """The values as they are written beside each other."""
    values = in_column([value for _, _, value in entries])
    return [(look, name, value) for (look, name, _), value in zip(entries, values, strict=True)]


def _rows_needed(entries: Sequence[Named], width: int, lead: str) -> float:
    """How many rows whole names and values take; endless where one of them is too wide."""
    widest = max((cell_len(name) + 3 + len(value) for _, name, value in entries), default=0)
    return math.inf if len(lead) + widest > width else len(_counts(entries, width, lead))


def _short_enough(entries: Sequence[Named], width: int) -> Sequence[Named]:
    """Names as long as two rows have room for; where none are short enough, the shortest."""
    found, room = entries, max(width - 2, 1)
    for names in shortened([name for _, name, _ in entries]):
        pairs = zip(entries, names, strict=True)
        found = [(look, fit(name, room), value) for (look, _, value), name in pairs]
        if max(map(cell_len, names)) <= room and len(_counts(found, width, "")) <= LEGEND:
            break
    return found


def shortened(names: Sequence[str]) -> Iterator[list[str]]:
    """These names, then shorter and shorter ones, as long as different ones stay different.

    First without the words that all of them end or begin with, as in ig_random and
    gradient_random. Of a name its beginning is kept, or its end or both where others begin alike.
    """
    yield list(names)
    yield ["_".join(words) for words in _own_words([name.split("_") for name in names])]
    for length in range(max(map(len, names), default=0) - 1, 0, -1):
        for cut in (_beginning, _both_ends, _end):
            found = [cut(name, length) for name in names]
            if len(set(found)) == len(set(names)):
                yield found
                break


def _own_words(names: list[list[str]]) -> list[list[str]]:
    """The words of each name, less those that all end or begin with; each keeps one."""
    while len(names) > 1 and min(map(len, names)) > 1 and len({words[-1] for words in names}) == 1:
        names = [words[:-1] for words in names]
    while len(names) > 1 and min(map(len, names)) > 1 and len({words[0] for words in names}) == 1:
        names = [words[1:] for words in names]
    return names


def _beginning(name: str, length: int) -> str:
    return name if len(name) <= length else name[: length - 1] + "…"


def _both_ends(name: str, length: int) -> str:
    tail = (length - 1) // 2
    return name if len(name) <= length else f"{name[: length - 1 - tail]}…{_last(name, tail)}"


def _end(name: str, length: int) -> str:
    return name if len(name) <= length else "…" + _last(name, length - 1)


def _last(name: str, count: int) -> str:
    return name[len(name) - count :]


def dash_key(names: Sequence[str], width: int = 0, *, ascii_only: bool = False) -> str:
    """Which of a network's curves is drawn how, such as `far ⠤⠤⠄ ⠤`; of one nothing.

    In a width the names get shorter, and stay different, until it fits. 0 is any.
    """
    if len(names) < 2:
        return ""
    samples = [sample_of(dash, ascii_only=ascii_only) for dash in DASHES]
    key = ""
    for short in shortened(names):
        parts = (f"{name} {sample}" for name, sample in zip(short, cycle(samples), strict=False))
        key = "  ".join(parts)
        if width <= 0 or cell_len(key) <= width:
            break
    return key
