"""Which layout a text has: the one that accounts for every byte of it, else the likeliest.

Nobody has to follow a standard that they do not know: where nothing fits to the letter, the
layout under which most rows have the same number of fields is taken.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from unicodedata import category

from lessons.kit.data.rows.delimiters import UNNAMED, Marks
from lessons.kit.data.rows.layout import DELIMITERS, FASTTEXT, Fit, Layout, Reading, marks_in
from lessons.kit.data.sources.packed import bare

HINTS = {".tsv": "\t", ".tab": "\t", ".csv": ","}
GOOD = 0.9
"""Share of rows with the same number of fields under which a layout is believed."""
FEW_LINES = 50
"""A mark between text and label stands in one of this many lines."""
FAIR = 0.5
MOST_CLASSES = 20
"""A line parted once into a label and a text has so few labels, over all lines."""
CLASS_SHARE = 0.2
CUT = 0.25
"""A record that a sample's end cuts is not judged, unless it takes so much of the sample."""
Tried = tuple[Layout, Fit]
Tell = Callable[[], None]


def layout_of(path: Path, sample: str, whole: bool) -> Layout | None:
    """The layout that fits a text best; None if nothing parts its lines.

    `whole` says that the sample is all of the file; else its end may be cut.
    """
    lines = whole_lines(sample, whole)
    if is_fasttext(lines):
        return Layout(" ", "none", "first")
    tried = ranked(path, sample, whole)
    if tried and tried[0][1].share >= GOOD:
        return tried[0][0]
    once = None if tried and tried[0][1].trusted else parted_once(lines)
    return once or (tried[0][0] if tried and tried[0][1].share >= FAIR else None)


def whole_lines(sample: str, whole: bool = False) -> list[str]:
    """The lines of a sample, without the last one where it may be cut."""
    lines = sample.split("\n")
    if whole or len(lines) == 1:
        return [line for line in lines if line]
    return lines[:-1]


def is_fasttext(lines: list[str]) -> bool:
    """Whether nearly every line begins with its label."""
    return sum(line.startswith(FASTTEXT) for line in lines) >= GOOD * max(1, len(lines))


def ranked(
    path: Path, sample: str, whole: bool, asked: Marks = UNNAMED, tell: Tell = lambda: None
) -> list[Tried]:
    """Every layout that a sample could have, the best first; `tell` is called before each."""
    able = ways(asked.delimiters, marks_in(sample), asked)
    tried = []
    for way in able:
        tell()
        tried.append((way, measured(way, way.ended(sample), whole)))
    return in_order(path, tried)


def ways(delimiters: Iterable[str], marks: set[str], asked: Marks = UNNAMED) -> list[Layout]:
    """The layouts that make a difference in a text with these marks in it."""
    quotes = ["doubled"]
    quotes += ["none"] * ('"' in marks or asked.quotes == "text")
    quotes += ["escaped", "unquoted"] * ("\\" in marks)
    quotes += ["single"] * ("'" in marks) + ["single escaped"] * ("'" in marks and "\\" in marks)
    ends = ["any", "lf", "cr"] if {"\r", "\n"} <= marks else ["any"]
    return [
        Layout(delimiter, each, "all", end)
        for end in ends
        for delimiter in delimiters
        for each in quotes
        if asked.allows(each)
    ]


def measured(layout: Layout, sample: str, whole: bool) -> Fit:
    """How well a layout accounts for a sample."""
    reading = Reading(layout)
    for _ in reading.rows([sample], ended=whole):
        pass
    if not whole and len(reading.parted.rest) > CUT * len(sample):
        for _ in reading.rows([]):
            pass
    return reading.fit


def in_order(path: Path, tried: list[Tried]) -> list[Tried]:
    """Those that can be meant, the best first; of equals the one that the file's name tells of."""
    hint = HINTS.get(bare(path).suffix.lower(), "\t")
    able = [(layout, fit) for layout, fit in tried if _can_be_meant(layout, fit)]
    return sorted(able, key=lambda each: _goodness(each[0], each[1], hint), reverse=True)


def _can_be_meant(layout: Layout, fit: Fit) -> bool:
    """Whether the marks that this layout gives a meaning to are there, and used in this way."""
    if layout.quotes in ("escaped", "unquoted") and not fit.escapes:
        return False
    if layout.quotes.startswith("single"):
        quoted = fit.marks / 2 - fit.inner
        return fit.trusted and fit.share >= GOOD and quoted > 0
    return fit.share > 0 and (fit.trusted or not fit.marks + fit.stray)


def _goodness(layout: Layout, fit: Fit, hint: str) -> tuple[bool, bool, float, float, bool, bool]:
    """Whole before nearly whole; quotes that mean something before quotes that do not."""
    sure = fit.whole or (fit.trusted and fit.share >= GOOD)
    first = not fit.above
    meaning = _meaning(layout, fit) if sure else 0.0
    return fit.whole, sure and first, meaning, round(fit.share, 1), first, layout.delimiter == hint


def _meaning(layout: Layout, fit: Fit) -> float:
    """How much the marks in a text speak for a layout under which it is whole."""
    if fit.escapes:
        most = 3.0 if layout.quotes != "unquoted" else 1.7
        return most if not fit.needless else 1.5
    if not fit.marks:
        return 1.0
    if layout.quotes.startswith("single"):  # apostrophes are text too, often enough
        return 1.8 if fit.marks / 2 - fit.inner >= fit.widths.total() else 0.5
    return 2.0


def parted_once(lines: list[str], delimiters: Iterable[str] = DELIMITERS) -> Layout | None:
    """A label and a text, parted at the first delimiter of a line or at the last one.

    Of several that would do, the one whose labels come back most evenly.
    """
    tries = [Layout(d, "none", part) for d in delimiters for part in ("first", "last")]
    able = [(_evenness(layout, lines), layout) for layout in tries]
    evenness, best = max(able, key=lambda pair: pair[0])
    if evenness >= 0:
        return best
    if delimiters != DELIMITERS:
        return None
    spaced = Layout(" ", "none", "first")
    return spaced if _evenness(spaced, lines) > 0 else None


def other_mark(lines: list[str]) -> Layout | None:
    """Another mark that parts nearly all lines into a text and one of few labels, such as 、."""
    kinds = {c for line in lines[:FEW_LINES] for c in line if category(c)[0] in "PS"}
    common = sorted(c for c in kinds if sum(c in line for line in lines) >= GOOD * len(lines))
    tries = [Layout(mark, "none", part) for mark in common for part in ("first", "last")]
    return next((layout for layout in tries if _evenness(layout, lines) > 0), None)


def _evenness(layout: Layout, lines: list[str]) -> float:
    """Of labels, the share of the commoner one that the second has; −1 where there are none."""
    rows = [row for _, row in layout.rows(line + "\n" for line in lines) if len(row) == 2]
    labels = Counter(row[0 if layout.part == "first" else 1] for row in rows)
    few = len(labels) <= min(MOST_CLASSES, 1 + CLASS_SHARE * len(rows))
    if not rows or not few or len(rows) < GOOD * sum(1 for line in lines if line.strip()):
        return -1.0
    first, second = [count for _, count in [*labels.most_common(2), ("", 0)][:2]]
    return second / first
