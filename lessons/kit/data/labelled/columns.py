"""Which column holds the text, which the label, and which says what a row is for."""

from collections import Counter
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from lessons.kit.data.rows.headers import (
    LABELS,
    LONGEST_NAME,
    NUMBER,
    SPLITS,
    TEXTS,
    is_header,
    plain,
)
from lessons.kit.data.rows.rows import Table
from lessons.kit.data.sources.files import refusal, shown
from lessons.kit.errors import BadEnvironment, BadUsage, visible

LONGEST_LABEL = 60
MOST_CLASSES = 100
FILLED = 0.5
"""A column with less of its rows filled is none that anybody means."""


@dataclass
class Columns:
    """The columns of a table, and those that were chosen."""

    names: list[str]
    """As in the header; "1", "2" … where there is none."""
    header: bool
    """Whether the first row is names."""
    text: int = -1
    label: int = -1
    split: int | None = None
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class WantedColumns:
    """The columns that the learner named; "" where nothing was said."""

    text: str = ""
    label: str = ""
    split: str = ""

    @property
    def names(self) -> set[str]:
        """Those that are names, in small letters."""
        names = {name.strip().casefold() for name in (self.text, self.label, self.split)}
        return {name for name in names if name and not name.isdecimal()}


def find_columns(path: Path, table: Table, asked: WantedColumns) -> Columns:
    """Choose the columns, by name where names are known, else by what is in them.

    Raises BadUsage for a name that is not there, BadEnvironment where nothing can be chosen.
    """
    return Search(path, table, asked).found()


def find_text(path: Path, table: Table, asked: WantedColumns) -> Columns:
    """Choose the column of text alone. Raises as `find_columns` does."""
    return Search(path, table, asked).text_alone()


class Search:
    """The choice of columns in one table."""

    def __init__(self, path: Path, table: Table, asked: WantedColumns) -> None:
        self.path = path
        self.asked = asked
        rows = [row for _, row in table.rows if row]
        self.width = len(table.names or ()) or _commonest(rows)
        whole = [row for row in rows if len(row) >= self.width]
        self.header = (
            table.names is None
            and bool(whole)
            and is_header(rows[0], [row for row in whole if row is not rows[0]], asked.names)
        )
        names = table.names or (rows[0] if self.header else [])
        self.names = _named(names, self.width)
        body = [row for row in whole if not (self.header and row is rows[0])]
        self.values = [[row[at].strip() for row in body] for at in range(self.width)]
        self.counts = [Counter(filter(None, column)) for column in self.values]
        self.rows = len(body)
        self.notes: list[str] = []
        if self.header and self._has_row_names(len(names)):
            self.names = ["", *self.names[:-1]]
            self.notes.append("the first row names one column less: the first column has no name")

    def found(self) -> Columns:
        """The columns, all chosen."""
        if not self.rows:
            raise refusal(
                self.path, "has no rows", "give a file with a text and a label in each row"
            )
        if self.width < 2:
            fix = "give a label beside each text, or a folder for each class"
            raise refusal(self.path, "has only one column", fix)
        split = self._split()
        text = self._asked(self.asked.text, "text")
        asked_label = self._asked(self.asked.label, "label")
        if text is None:
            text = self._text({split, asked_label})
        label = self._label({split, text}) if asked_label is None else asked_label
        if text == label:
            raise BadUsage(f"text and label are both column {self._said(text)}", "name two columns")
        if not self._is_label(label):
            raise self._all_different(label)
        self._tell(text, label)
        return Columns(self.names, self.header, text, label, split, self.notes)

    def text_alone(self) -> Columns:
        """The column of text, where no label is needed."""
        if not self.rows:
            raise refusal(self.path, "has no rows", "give a file with a text in each row")
        text = self._asked(self.asked.text, "text")
        text = self._text(set()) if text is None else text
        return Columns(self.names, self.header, text, notes=self.notes)

    def _has_row_names(self, named: int) -> bool:
        """Whether each row begins with its own name, above which R writes none."""
        spaced = any(" " in value for value in self.counts[0])
        return named == self.width - 1 and len(self.counts[0]) == self.rows and not spaced

    def _asked(self, name: str, role: str) -> int | None:
        """The column of this name, or of this number from 1; None if nothing was asked."""
        wanted = name.strip().casefold()
        if not wanted:
            return None
        lower = [known.casefold() for known in self.names]
        if wanted in lower:
            return lower.index(wanted)
        if wanted.isdecimal() and 0 < int(wanted) <= self.width:
            return int(wanted) - 1
        near = get_close_matches(wanted, lower, n=1, cutoff=0.5)
        fix = f"--set {role}={self.names[lower.index(near[0])]}" if near else self._fix(role)
        there = f"there are {self._listed()}"
        raise BadUsage(f"{shown(self.path)} has no column {visible(name)!r}: {there}", fix)

    def _split(self) -> int | None:
        asked = self._asked(self.asked.split, "split")
        if asked is not None:
            return asked
        known = self._known(SPLITS)
        return known[0] if known and self.asked_none(known[0]) else None

    def asked_none(self, column: int) -> bool:
        """Whether the learner did not name this column as text or label."""
        name = self.names[column].casefold()
        return name not in (self.asked.text.casefold(), self.asked.label.casefold())

    def _text(self, taken: set[int | None]) -> int:
        known = [at for at in self._known(TEXTS) if at not in taken and self._is_text(at)]
        if known:
            return known[0]
        labels = {at for at in self._known(LABELS) if self._is_class(at)}
        free = [at for at in range(self.width) if at not in {*taken, *labels}]
        able = [at for at in free if self._is_filled(at) and self._is_text(at)]
        if not able:
            what = f"has no column of text: the columns are {self._listed()}"
            raise refusal(self.path, what, self._fix("text"))
        return max(able, key=self._length)

    def _label(self, taken: set[int | None]) -> int:
        known = [at for at in self._known(LABELS) if at not in taken and self._is_label(at)]
        if known:
            others = [at for at in known[1:] if 2 <= len(self.counts[at])]
            if others:
                also = ", ".join(map(self._said, others))
                self.notes.append(f"could be the label too: column {also}")
            return known[0]
        able = [at for at in range(self.width) if at not in taken and self._is_class(at)]
        if len(able) == 1:
            return able[0]
        different = [at for at in self._known(LABELS) if at not in taken]
        if different and not able:
            raise self._all_different(different[0])
        free = [at for at in range(self.width) if at not in taken]
        same = [at for at in free if len(self.counts[at]) == 1]
        if same and not able and (len(free) == 1 or same[0] in self._known(LABELS)):
            raise self._all_the_same(same[0])
        several = f"has several possible label columns: {self._listed(able)}"
        none = "has no column with few values to use as label: "
        none += f"the columns left are {self._listed(free)}"
        raise refusal(self.path, several if able else none, self._fix("label"))

    def _all_different(self, at: int) -> BadEnvironment:
        what = f"has a different value in every row of column {self._said(at)}: that is not a label"
        return refusal(self.path, what, self._fix("label"))

    def _all_the_same(self, at: int) -> BadEnvironment:
        only = visible(next(iter(self.counts[at])))
        what = f"has one class: {only!r} is the only label in column {self._said(at)}"
        return refusal(self.path, what, "give a file with two labels at least")

    def _known(self, known: tuple[str, ...]) -> list[int]:
        """Columns with a known name, the most telling name first."""
        if not self._has_names:
            return []
        bare = [plain(name) for name in self.names]
        return [bare.index(name) for name in known if name in bare]

    @cached_property
    def _has_names(self) -> bool:
        return self.names != [str(at) for at in range(1, self.width + 1)]

    def _is_text(self, at: int) -> bool:
        """Not mostly numbers."""
        filled = [value for value in self.values[at] if value]
        return 2 * sum(1 for value in filled if NUMBER.fullmatch(value)) <= len(filled)

    def _length(self, at: int) -> tuple[bool, float]:
        """Varied before repeated, then long before short."""
        varied = 2 * len(self.counts[at]) > self.rows
        return varied, sum(map(len, self.values[at])) / self.rows

    def _is_label(self, at: int) -> bool:
        """Not different in every row."""
        kinds = len(self.counts[at])
        return kinds < self.counts[at].total() or kinds <= 2

    def _is_class(self, at: int) -> bool:
        """A few short values that come back."""
        counts = self.counts[at]
        few = 2 <= len(counts) <= max(2, min(MOST_CLASSES, self.rows // 5))
        return few and self._is_filled(at) and max(map(len, counts)) <= LONGEST_LABEL

    def _is_filled(self, at: int) -> bool:
        return self.counts[at].total() >= FILLED * self.rows

    def _tell(self, text: int, label: int) -> None:
        which = f"text is column {self._said(text)}, label column {self._said(label)}"
        name = "NAME" if self._has_names else "NUMBER"
        change = f"change with --set text={name} or --set label={name}"
        self.notes.insert(0, f"{which}; {change}")
        doubled = [name for name, count in Counter(self.names).items() if count > 1 and name]
        if doubled:
            self.notes.append(f"several columns are called {doubled[0]!r}: the first one is used")

    def _said(self, at: int) -> str:
        return repr(visible(self.names[at])) if self._has_names and self.names[at] else str(at + 1)

    def _listed(self, columns: list[int] | None = None) -> str:
        chosen = list(range(self.width)) if columns is None else columns
        more = f" and {len(chosen) - 12} more" if len(chosen) > 12 else ""
        return ", ".join(self._said(at)[:LONGEST_NAME] for at in chosen[:12]) + more

    def _fix(self, role: str) -> str:
        name = "NAME" if self._has_names else "NUMBER"
        return f"name it: --set {role}={name}"


def _commonest(rows: list[list[str]]) -> int:
    widths = Counter(map(len, rows))
    return widths.most_common(1)[0][0] if widths else 0


def _named(names: list[str], width: int) -> list[str]:
    """As many names as there are columns; numbers where there are none."""
    if not names:
        return [str(at) for at in range(1, width + 1)]
    return [name.strip() for name in names[:width]] + [""] * (width - len(names))
