"""Logs that have a row for each step: what CSV and JSON Lines have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from lessons.kit import BadEnvironment
from lessons.kit.data.sources.files import shown
from lessons.kit.errors import one_line
from tui_lab.foreign.axes import COARSE, UNTOLD, Axes, Timeline, last_part, moment_of
from tui_lab.foreign.kept import Columns, Epochs
from tui_lab.foreign.log import Log
from tui_lab.foreign.long_form import LongForm
from tui_lab.foreign.points import LARGEST, MOST_BACK, Points, is_step, number_of
from tui_lab.foreign.tail import Tail

Cells = Mapping[str, Sequence[str]]
"""A column of cells for each name; "" where a row has none."""
MOST_SCALARS = 500
"""Scalars of one log; of a table with more, the first."""
MOST_NAME = 80
UTF16 = (b"\xff\xfe", b"\xfe\xff")
BINARY = {
    b"PAR1": "a Parquet table", b"ARROW1": "an Arrow table", b"PK": "a zip archive",
    b"\x1f\x8b": "packed by gzip", b"\x89HDF": "an HDF5 file", b"SQLite": "an SQLite database",
    b"\x93NUMPY": "an array of NumPy", b"\x80": "a pickle", b"%PDF": "a PDF",
}  # fmt: skip
"""How files begin that people take for logs, and what they are."""


class RowLog(Log):
    """A text file with a row for each step."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.tail = Tail(path)
        self.axes: Axes | None = None
        """None before the first row."""
        self.form: LongForm | None = None
        """Where each row names its scalar."""
        self.comma = False
        """Whether cells may have a decimal comma."""
        self._begun = self.tail.begun
        self._why = ""
        """Why rows are counted, where the log has a column of steps."""
        self._begin()

    def _begin(self) -> None:
        """Forget what was known of a file that is another one by now."""
        self.rows = 0
        self.axes = None
        self.form = None
        self._scalars: set[str] = set()
        self.timeline = Timeline()
        self._last_step = 0
        self._looked = False
        self._epochs = Epochs()
        self.columns_seen = Columns()

    @abstractmethod
    def columns(self, lines: list[str]) -> Cells:
        """The cells of these lines, by the names of their columns."""

    @property
    def at_end(self) -> bool:
        """Whether all that was written is read."""
        return self.tail.at_end

    @property
    def changed(self) -> float:
        """When the file was written last."""
        return self.tail.changed

    @property
    def told(self) -> str:
        """Such as `steps by "epoch", time by "time"`."""
        axes = self.axes or Axes()
        counted = axes.step is None or self.counts_rows
        steps = f"steps are counted in rows{self._why}" if counted else f'steps by "{axes.step}"'
        parts = [steps, *([f'time by "{axes.time}"'] if axes.time else [])]
        return ", ".join([*parts, *([f'scalars by "{self.form.name}"'] if self.form else [])])

    @property
    def notes(self) -> list[str]:
        """Also the lines that were too long."""
        long = self.tail.too_long
        lost = [f"{long} lines longer than 1 MB left out"] if long else []
        return [*super().notes, *lost, *self.columns_seen.notes()]

    @property
    def is_confused(self) -> bool:
        """Also where the steps begin again with each epoch, or many rows have the same epoch."""
        step = self.axes.step if self.axes else None
        is_coarse = self.order.is_coarse and step is not None and last_part(step) in COARSE
        return super().is_confused or (
            (is_coarse or self._epochs.begin_again) and not self.counts_rows
        )

    def read(self, *, final: bool = False) -> list[Points]:
        """The next values."""
        lines = self.tail.read(final=final)
        if self.tail.begun != self._begun:
            self._begun = self.tail.begun
            self.order.begin_anew()
            self._begin()
            if not lines:
                return []
        self._refuse_binary(lines)
        texts = [line for line in _decoded(lines) if line and not line.isspace()]
        points = list(self.ordered(self.taken(texts)))
        return self._by_rows() if self.is_confused else points

    def taken(self, lines: list[str]) -> list[Points]:
        """What these lines say."""
        return self.points_of(self.columns(lines))

    def _by_rows(self) -> list[Points]:
        """Begin again, with the number of a row as its step."""
        assert self.axes
        goes_back = self._epochs.begin_again or self.order.back > MOST_BACK
        why = "goes back" if goes_back else "is the same in several rows"
        self._why = f', as "{self.axes.step}" {why}'
        self.counts_rows = True
        self.skipped.clear()
        self.tail = Tail(self.path)
        self._begun = self.tail.begun
        self._begin()
        return self.order.take_back()

    def _refuse_binary(self, lines: list[bytes]) -> None:
        if self._looked or not lines:
            return
        self._looked = True
        head = b"\n".join(lines)[:4096]
        if head.startswith(UTF16):
            raise BadEnvironment(f"{shown(self.path)} is text in UTF-16", "save it as UTF-8")
        known = next((what for begin, what in BINARY.items() if head.startswith(begin)), "")
        if known or b"\0" in head:
            what = f"{shown(self.path)} is {known or 'a binary file'} and no log"
            raise BadEnvironment(
                what, "save it as CSV; watch reads CSV, JSON Lines and event files"
            )

    def points_of(self, found: Cells) -> list[Points]:
        """The values in these cells, by their scalars."""
        count = max(map(len, found.values()), default=0)
        if not count or self.axes is None:
            return []
        steps = self._steps(found, count)
        self._epochs.look(found, steps, self.axes)
        seconds = self._seconds(found)
        self.rows += count
        if self.form:
            return list(self._by_name(self.form, found, steps, seconds))
        own = (self.axes.time, None if self.counts_rows else self.axes.step)
        return [
            _pointed(name, column, steps, seconds, self)
            for name, column in found.items()
            if name not in own and name.strip().casefold() not in UNTOLD
        ]

    def _by_name(
        self, form: LongForm, found: Cells, steps: list[int], seconds: list[float]
    ) -> Iterator[Points]:
        """The values of each scalar that the rows name."""
        values = found.get(form.value, ())
        for name, places in form.rows(found).items():
            if name not in self._scalars and len(self._scalars) >= MOST_SCALARS:
                self.skip(f"values of more than {MOST_SCALARS} scalars left out", len(places))
                continue
            self._scalars.add(name)
            when = [seconds[place] for place in places] if seconds else []
            cells = [values[place] for place in places]
            yield _pointed(name, cells, [steps[place] for place in places], when, self)

    def _steps(self, found: Cells, count: int) -> list[int]:
        """The step of each row; of a row that does not say, that of the one before."""
        name = None if self.counts_rows or self.axes is None else self.axes.step
        if name is None:
            return list(range(self.rows + 1, self.rows + count + 1))
        with suppress(ValueError):
            whole = list(map(int, found.get(name, ())))
            if len(whole) == count and 0 <= min(whole) <= max(whole) < LARGEST:
                self._last_step = whole[-1]
                return whole
        steps = []
        for cell in found.get(name, [""] * count):
            value = number_of(cell)
            if value is not None and is_step(value):
                self._last_step = int(value)
            else:
                what = "steps that are no whole number" if cell.strip() else "rows without a step"
                self.skip(f"{what}: they stand at the step before")
            steps.append(self._last_step)
        return steps

    def _seconds(self, found: Cells) -> list[float]:
        name = self.axes.time if self.axes else None
        if name is None:
            return []
        moments = [moment_of(cell, comma=self.comma) for cell in found.get(name, ())]
        if moments and self.timeline.is_past(moments[0]):
            self.timeline = Timeline()
        return [self.timeline.passed(moment) for moment in moments]


def _decoded(lines: list[bytes]) -> list[str]:
    """Lines as text; those of an older program in its own letters."""
    try:
        return b"\n".join(lines).decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        return [line.decode("cp1252", errors="replace") for line in lines]


def _pointed(
    name: str, column: Sequence[str], steps: list[int], seconds: list[float], log: RowLog
) -> Points:
    """The numbers of a column; empty cells are none, and words are told."""
    try:
        values = list(map(float, column))
    except ValueError:
        return _sparse(name, column, steps, seconds, log)
    return Points(name, steps, values, seconds)


def _sparse(
    name: str, column: Sequence[str], steps: list[int], seconds: list[float], log: RowLog
) -> Points:
    numbers = [number_of(cell, comma=log.comma) if cell else None for cell in column]
    there = [n for n, value in enumerate(numbers) if value is not None]
    cells = zip(column, numbers, strict=True)
    words = [cell for cell, number in cells if number is None and cell.strip()]
    if log.columns_seen.take(name, words, has_numbers=bool(there)):
        log.skip(f'cells of "{name}" are no numbers', len(words))
    return Points(
        name, [steps[n] for n in there], [value for value in numbers if value is not None],
        [seconds[n] for n in there] if seconds else [],
    )  # fmt: skip


def named(head: str, place: int, taken: Sequence[str]) -> str:
    """A column's name: cleaned, short, and none that another one has."""
    clean = one_line(" ".join(head.split()))[:MOST_NAME] or f"column {place}"
    name, count = clean, 2
    while name in taken:
        name, count = f"{clean} ({count})", count + 1
    return name
