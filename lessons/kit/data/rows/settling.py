"""Readings of a whole file, each in one way, and which of them is the right one."""

from dataclasses import dataclass
from pathlib import Path

from lessons.kit.data.labelled.columns import WantedColumns, find_columns
from lessons.kit.data.rows.choosing import GOOD, Tried, in_order, ways
from lessons.kit.data.rows.delimiters import UNNAMED, Marks, called
from lessons.kit.data.rows.headers import above, said_above
from lessons.kit.data.rows.layout import LEADING, Fit, Layout, Reading
from lessons.kit.data.rows.rows import IsKept, Sample, Table, Texts, held
from lessons.kit.data.sources.files import Source, refusal
from lessons.kit.data.sources.meter import Meter
from lessons.kit.data.sources.packed import bare
from lessons.kit.errors import BadEnvironment, Trouble

MOST_RIVALS = 6
"""A whole file is read in this many other ways, if the first does not account for all of it."""
MOST_LOOKED = 5000
"""Rows from all over a table that tell where it begins."""
Examples = list[tuple[str, str]]


@dataclass
class Attempt:
    """All of a file, read in one way."""

    source: Source
    layout: Layout
    sample: Sample
    fit: Fit
    marks: set[str]
    """Which of the marks that may part a text there are in it."""

    def table(self, told: bool = False) -> Table:
        """Its rows, without what stands above them; `told`, without the line that told how."""
        every = 1 + len(self.sample.rows) // MOST_LOOKED
        upper = max(above(self.sample.head + self.sample.rows[::every], set()), int(told))
        notes = [said_above(self.sample.head[:upper], self.layout.delimiter)] if upper else []
        drawn, seen = self.sample.drawn(upper), self.sample.seen - upper
        return Table(self.source, self.layout.spoken, drawn, seen, notes=notes)


@dataclass
class Attempts:
    """The readings of one file."""

    path: Path
    source: Source
    meter: Meter
    is_kept: IsKept | None = None
    asked: Marks = UNNAMED

    def read(self, layout: Layout) -> Attempt:
        """All of the file in one way."""
        texts = Texts(self.source, self.meter, layout)
        reading = Reading(layout)
        sample = held(reading.rows(texts), self.is_kept)
        return Attempt(self.source, layout, sample, reading.fit, texts.marks)

    def tell(self) -> None:
        """Say that this is still being read: a long look may take seconds."""
        self.meter.read(self.path, 0)

    def _is_even(self, layout: Layout) -> bool:
        """Whether all rows are as wide in this way; it ends at the first that is not."""
        reading, widths = Reading(layout), set()
        for at, (_, row) in enumerate(reading.rows(Texts(self.source, self.meter, layout))):
            widths |= {len(row)} if at > LEADING else set()
            if len(widths) > 1:
                return False
        return True

    def best(self, likely: list[Tried], whole: bool) -> Attempt:
        """The right one of the ways that are likely after a look at the beginning.

        `whole` says that the look was at all of the file. Raises BadEnvironment where two ways
        are right.
        """
        first = self.read(likely[0][0])
        if not first.fit.whole:
            first = self._better(first, likely, whole)
        if not first.fit.whole:
            return first
        if first.fit.joined and self.asked.quotes != "hold":
            self._refuse_joined(first, likely)
        return first if first.fit.marks else self._settled(first, likely)

    def _better(self, first: Attempt, likely: list[Tried], whole: bool) -> Attempt:
        """The best of this and the other ways that make a difference in this file."""
        others = [] if whole else self._others(first, likely)
        best = first
        for layout in others:
            if layout != best.layout and not best.fit.whole:
                tried = self.read(layout)
                (winner, _), *_ = in_order(
                    self.path, [(best.layout, best.fit), (layout, tried.fit)]
                ) or [(best.layout, best.fit)]
                best = best if winner == best.layout else tried
        return best

    def _others(self, first: Attempt, likely: list[Tried]) -> list[Layout]:
        """What could be better, the nearest first; apostrophes are quotes only from the start."""
        near = ways((first.layout.delimiter,), first.marks - {"'"}, self.asked)
        near.sort(key=lambda way: way.quotes != first.layout.quotes)
        if first.fit.trusted and first.fit.share >= GOOD:  # then no other quotes can be meant
            return [way for way in near if way.quotes not in ("none", first.layout.quotes)
                    or way.ends != first.layout.ends][:MOST_RIVALS]  # fmt: skip
        return list(dict.fromkeys([*(way for way, _ in likely[1:3]), *near]))[:MOST_RIVALS]

    def _settled(self, first: Attempt, likely: list[Tried]) -> Attempt:
        """Of several ways to part a file without quotes, the only one that gives examples."""
        rivals: dict[tuple[str, str], Layout] = {}
        for layout, fit in likely:
            if fit.whole and not fit.marks and bool(fit.above) <= bool(first.fit.above):
                rivals.setdefault((layout.delimiter, layout.ends), layout)
        rivals.pop((first.layout.delimiter, first.layout.ends), None)
        able = [first] if not rivals or self._examples(first) else []
        for layout in rivals.values():
            if self._is_even(layout):
                rival = self.read(layout)
                able += [rival] * (rival.fit.whole and bool(self._examples(rival)))
        if len(able) > 1 and not self._named(able[0]):
            raise self.two_ways(able[0].layout, able[1].layout)
        return able[0] if able else first

    def _named(self, attempt: Attempt) -> bool:
        """Whether the file's name says what parts it: .csv is said of files with semicolons too."""
        tabs = bare(self.path).suffix.lower() in (".tsv", ".tab")
        return tabs and attempt.layout.delimiter == "\t"

    def two_ways(self, one: Layout, other: Layout) -> BadEnvironment:
        """The refusal of a file that two layouts part, with the setting that decides."""
        what = f"can be read in two ways: {one.spoken}, or {other.spoken}"
        fix = "write the names of the columns in the first line, separated in the same way"
        if one.delimiter != other.delimiter:
            fix = f"--set delimiter={called(one.delimiter)} or {called(other.delimiter)}"
        return refusal(self.path, what, fix)

    def _refuse_joined(self, first: Attempt, likely: list[Tried]) -> None:
        """Raise BadEnvironment where records of many lines may as well be rows of one line."""
        lines = Layout(first.layout.delimiter, "none", "all", first.layout.ends)
        seen = [fit for layout, fit in likely if layout == lines]
        if seen and seen[0].share < GOOD:
            return
        if not self._is_even(lines):
            return
        apart = self.read(lines)
        if apart.fit.share < 1.0 or (apart.fit.width, apart.fit.above) != (
            first.fit.width, first.fit.above,
        ):  # fmt: skip
            return
        rows, joined = self._examples(apart), self._examples(first)
        if not rows or not joined or any(not text or not label for text, label in rows):
            return
        if {label for _, label in rows} <= {label for _, label in joined}:
            one, other = first.fit.longest
            what = (
                f"can be read in two ways: a quote opens in line {one} and closes in line {other}"
            )
            fix = "--set quotes=text if these lines are rows, --set quotes=hold if they are one"
            raise refusal(self.path, what + ", and each line between could be a row", fix)

    def _examples(self, attempt: Attempt) -> Examples:
        """The texts and labels that this reading gives; none where columns cannot be told."""
        table = attempt.table()
        try:
            columns = find_columns(self.path, table, WantedColumns())
        except Trouble:
            return []
        rows = [row for _, row in table.rows[columns.header :] if len(row) >= len(columns.names)]
        return [(row[columns.text].strip(), row[columns.label].strip()) for row in rows]
