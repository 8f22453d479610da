"""How a file of rows is laid out: what parts its columns, and whether quotes hold fields.

Each candidate is tried on the file's beginning; the one under which most rows have the same
number of fields is taken. Nobody has to follow a standard that they do not know.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

Row = tuple[int, list[str]]
"""The line that a row ends on, from 1, and its fields."""

DELIMITERS = ("\t", ",", ";", "|")
HINTS = {".tsv": "\t", ".tab": "\t", ".csv": ","}
SPOKEN = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "bars", " ": "spaces"}
GOOD = 0.9
"""Share of rows with the same number of fields under which a layout is believed."""
FAIR = 0.5
FASTTEXT = "__label__"
"""Stands before the label, which begins a line, in files for the program of that name."""
MOST_CLASSES = 20
"""A line parted once into a label and a text has so few labels, over all lines."""
CLASS_SHARE = 0.2


@dataclass(frozen=True)
class Layout:
    """What parts a line into fields."""

    delimiter: str
    quotes: str = "doubled"
    """doubled: "" in a quoted field is a quote; escaped: \\" is; none: quotes hold nothing."""
    part: str = "all"
    """all: at every delimiter; first, last: once, at the first or the last one."""

    @property
    def spoken(self) -> str:
        """Such as "parted by commas"."""
        times = {"all": "", "first": ", at the first one", "last": ", at the last one"}
        return f"parted by {SPOKEN[self.delimiter]}{times[self.part]}"

    def rows(self, lines: Iterable[str]) -> Iterator[Row]:
        """The rows of these lines, each line with its "\\n". An overlong field is an empty row."""
        if self.part != "all":
            return self._parted(lines)
        return self._plain(lines) if self.quotes == "none" else self._quoted(lines)

    def _parted(self, lines: Iterable[str]) -> Iterator[Row]:
        for number, line in enumerate(lines, 1):
            bare = line.strip()
            if bare and self.part == "first":
                yield number, [field.strip() for field in bare.split(self.delimiter, 1)]
            elif bare:
                yield number, [field.strip() for field in bare.rsplit(self.delimiter, 1)]

    def _plain(self, lines: Iterable[str]) -> Iterator[Row]:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield number, [_unwrapped(f) for f in line.rstrip("\n").split(self.delimiter)]

    def _quoted(self, lines: Iterable[str]) -> Iterator[Row]:
        escape = "\\" if self.quotes == "escaped" else None
        reader = csv.reader(
            lines,
            delimiter=self.delimiter,
            doublequote=escape is None,
            escapechar=escape,
            skipinitialspace=True,
        )
        while True:
            try:
                for row in reader:
                    if row:
                        yield reader.line_num, row
                return
            except csv.Error:
                yield reader.line_num, []


def _unwrapped(field: str) -> str:
    """The field without the quotes around it."""
    if len(field) > 1 and '"' == field[0] == field[-1]:
        return field[1:-1].replace('""', '"')
    return field


def layout_of(path: Path, sample: str, whole: bool) -> Layout | None:
    """The layout that fits a file's beginning best; None if nothing parts its lines.

    `whole` says that the sample is all of the file; else its last line may be cut.
    """
    lines = sample.splitlines(keepends=True)
    if not whole:
        lines = lines[:-1] or lines
    if sum(line.startswith(FASTTEXT) for line in lines) >= GOOD * len(lines):
        return Layout(" ", "none", "first")
    hint = HINTS.get(path.suffix.lower(), "\t")
    order = sorted(DELIMITERS, key=lambda delimiter: delimiter != hint)
    layouts = [_with_quotes(delimiter, lines) for delimiter in order]
    best = max(layouts, key=lambda layout: _likely(layout, lines))  # the first of equals
    if fit(best, lines) >= GOOD:
        return best
    return _parted_once(lines) or (best if fit(best, lines) >= FAIR else None)


def _with_quotes(delimiter: str, lines: list[str]) -> Layout:
    """What quotes mean in these lines, if this parts them."""
    plain, quoted = Layout(delimiter, "none"), Layout(delimiter, "doubled")
    all_lines = len(list(plain.rows(lines)))
    joined = all_lines - len(list(quoted.rows(lines)))
    if joined > all_lines * (1 - fit(plain, lines)):
        return plain  # a stray quote would swallow lines that are rows by themselves
    text = "".join(lines)
    if text.count('\\"') > text.count('""'):
        return Layout(delimiter, "escaped")
    return quoted


def _parted_once(lines: list[str]) -> Layout | None:
    """A label and a text, parted at the first delimiter of a line or at the last one.

    Of several that would do, the one whose labels come back most evenly.
    """
    tries = [Layout(d, "none", part) for d in DELIMITERS for part in ("first", "last")]
    able = [(_evenness(layout, lines), layout) for layout in tries]
    evenness, best = max(able, key=lambda pair: pair[0])
    if evenness >= 0:
        return best
    spaced = Layout(" ", "none", "first")
    return spaced if _evenness(spaced, lines) > 0 else None


def _evenness(layout: Layout, lines: list[str]) -> float:
    """Of labels, the share of the commoner one that the second has; −1 where there are none."""
    rows = [row for _, row in layout.rows(lines) if len(row) == 2]
    labels = Counter(row[0 if layout.part == "first" else 1] for row in rows)
    few = len(labels) <= min(MOST_CLASSES, 1 + CLASS_SHARE * len(rows))
    if not rows or not few or len(rows) < GOOD * sum(1 for line in lines if line.strip()):
        return -1.0
    first, second = [count for _, count in [*labels.most_common(2), ("", 0)][:2]]
    return second / first


def _likely(layout: Layout, lines: list[str]) -> tuple[float, bool]:
    """Its fit, and whether the first row fits too: 4,5 has a comma, and the names above have none.

    To one digit: a few rows that do not fit tell less than the first.
    """
    rows = [row for _, row in layout.rows(lines)]
    commonest = Counter(map(len, rows)).most_common(1)
    return round(fit(layout, lines), 1), bool(rows) and len(rows[0]) == commonest[0][0]


def fit(layout: Layout, lines: list[str]) -> float:
    """The share of rows with the commonest number of fields; 0 where that is a single one."""
    widths = Counter(len(row) for _, row in layout.rows(lines))
    if not widths:
        return 0.0
    width, count = widths.most_common(1)[0]
    return count / widths.total() if width > 1 else 0.0
