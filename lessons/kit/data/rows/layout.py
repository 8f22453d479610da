"""How a file of rows is laid out: what parts its columns, and what quotes mean in it."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import StringIO

from lessons.kit.data.rows.grammar import Grammar, Parted, grammar

Row = tuple[int, list[str]]
"""The line that a row ends on, from 1, and its fields."""

DELIMITERS = ("\t", ",", ";", "|")
SPOKEN = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "bars", " ": "spaces", ":": "colons"}
FASTTEXT = "__label__"
"""Stands before the label, which begins a line, in files for the program of that name."""
QUOTES = {
    "doubled": ('"', ""),
    "escaped": ('"', "\\"),
    "unquoted": ("", "\\"),
    "none": ("", ""),
    "single": ("'", ""),
    "single escaped": ("'", "\\"),
}
"""Each convention's quote and escape: doubled: "" in a quoted field is a quote; escaped: \\" is;
unquoted: quotes are text, and an escape keeps a delimiter; none: quotes hold nothing."""
SAID = {
    "escaped": r"\ before what is text",
    "unquoted": r"\ before what is text",
    "single": "single quotes",
    "single escaped": r"single quotes, \ before what is text",
}
ENDS = {"lf": "carriage returns are text", "cr": "lines end in carriage returns"}
LEADING = 20
"""This many lines may stand above a table's header."""
STAND_IN = "\0"
"""A line end that is text, while lines are found; texts have none of it."""

LONE = re.compile(r"\r(?!\n)")
ESCAPED = re.compile(r"\\([\s\S])")
ESCAPED_ENDS = re.compile(r"\\\r\\\n|\r\\\n|\\\r\n|\\[\s\S]")

csv.field_size_limit(2**31 - 1)  # what a field may hold is bounded where records are found


@dataclass(frozen=True)
class Layout:
    """What parts a text into records, and a record into fields."""

    delimiter: str
    quotes: str = "doubled"
    """One of QUOTES."""
    part: str = "all"
    """all: at every delimiter; first, last: once, at the first or the last one."""
    ends: str = "any"
    """What ends a line: any of the usual; lf: no lone carriage return; cr: nothing else."""

    def ended(self, text: str) -> str:
        """The text with "\\n" where its lines end."""
        if "\r" in text and QUOTES[self.quotes][1]:
            text = ESCAPED_ENDS.sub(self._joined, text)
        if self.ends == "cr":
            text = text.replace("\r\n", "\n").replace("\n", STAND_IN)
        elif "\r" in text:
            text = text.replace("\r\n", "\n")
        return text.replace("\r", STAND_IN if self.ends == "lf" else "\n")

    def _joined(self, escape: "re.Match[str]") -> str:
        """One line end where the two halves of one were escaped, or one of them."""
        if escape[0] == "\\\r\n":
            return STAND_IN if self.ends == "cr" else "\\\n"
        return "\\\n" if escape[0].endswith("\r\\\n") else escape[0]

    @property
    def spoken(self) -> str:
        """Such as "separated by commas"."""
        times = {"all": "", "first": ", at the first one", "last": ", at the last one"}
        by = SPOKEN.get(self.delimiter, repr(self.delimiter))
        more = [said for said in (SAID.get(self.quotes), ENDS.get(self.ends)) if said]
        return f"separated by {by}{times[self.part]}" + (f" ({', '.join(more)})" if more else "")

    def rows(self, texts: Iterable[str]) -> Iterator[Row]:
        """The rows of a text in pieces of any size. A row that cannot be read has no fields."""
        return Reading(self).rows(texts)

    @property
    def grammar(self) -> Grammar:
        """The patterns that its records keep to."""
        quote, escape = QUOTES[self.quotes]
        return grammar(self.delimiter, quote, escape, not escape)


@dataclass
class Fit:
    """How well a reading accounts for a text."""

    widths: Counter[int] = field(default_factory=Counter)
    """How many rows have this many fields."""
    leading: list[tuple[int, bool]] = field(default_factory=list)
    """Of the first rows, the fields, and whether they kept to the grammar."""
    loose: int = 0
    """Rows that do not keep to the grammar."""
    marks: int = 0
    """Quotes in records that keep to the grammar, without escaped ones."""
    inner: int = 0
    """Those of them that are text."""
    stray: int = 0
    """Quotes elsewhere."""
    joined: int = 0
    """Line ends within records."""
    longest: tuple[int, int] = (1, 1)
    """The first and the last line of the record with most lines."""
    escapes: int = 0
    """Escapes of what has to be escaped."""
    needless: int = 0
    """Escapes of anything else."""

    def add_row(self, width: int, kept: bool) -> None:
        """One more row."""
        self.widths[width] += 1
        self.loose += not kept
        if len(self.leading) <= LEADING:
            self.leading.append((width, kept))

    def join(self, first: int, last: int) -> None:
        """A record takes these lines."""
        self.joined += last - first
        if last - first > self.longest[1] - self.longest[0]:
            self.longest = first, last

    @property
    def width(self) -> int:
        """Fields that most rows have."""
        return self.widths.most_common(1)[0][0] if self.widths else 0

    @property
    def above(self) -> int:
        """Rows of another width before the first that has the usual one, while they are few."""
        widths = [width for width, _ in self.leading]
        return widths.index(self.width) if self.width in widths else 0

    @property
    def share(self) -> float:
        """Rows as wide as most, of all below the lines above; 0 where that is one field."""
        rows = self.widths.total() - self.above
        return self.widths[self.width] / rows if rows and self.width > 1 else 0.0

    @property
    def whole(self) -> bool:
        """Whether every byte is accounted for: all rows are as wide, and quotes are balanced."""
        odd = sum(1 for _, kept in self.leading[: self.above] if not kept)
        return self.share == 1.0 and self.loose == odd

    @property
    def trusted(self) -> bool:
        """Whether quotes mean what this reading says, nearly always."""
        return self.marks > 0 and self.stray <= 0.1 * (self.marks + self.stray)


class Reading:
    """A text read in one way: its rows, and how well they account for it."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.grammar = layout.grammar
        self.quote, self.escape = QUOTES[layout.quotes]
        self.fit = Fit()
        self.parted = Parted(self.grammar)
        self.line = 0

    def rows(self, texts: Iterable[str], ended: bool = True) -> Iterator[Row]:
        """The rows; of a text that has not `ended`, those that are whole."""
        for piece, kept in self.parted.pieces(texts, ended):
            yield from self._read(piece) if kept else [self._loose(piece)]
            self.line += piece.count("\n") if piece else 1

    def _read(self, text: str) -> Iterator[Row]:
        if self.layout.part != "all":
            return self._once(text)
        rows = self._kept(text) if self.quote or self.escape else self._plain(text)
        if self.layout.ends == "any":
            return rows
        return ((line, [cell.replace(STAND_IN, "\n") for cell in row]) for line, row in rows)

    def _loose(self, line: str) -> Row:
        """A line that keeps to no grammar: quotes that open a field must close it there."""
        if not line:
            return self.line + 1, []
        self.fit.stray += line.count(self.quote) if self.quote else 0
        fields = [self._bare(f) for f in self.grammar.loose.findall(line)]
        self.fit.add_row(len(fields), False)
        return self.line + 1, fields

    def _bare(self, cell: str) -> str:
        bare, mark = cell.strip(" "), self.quote
        if mark and len(bare) > 1 and bare[0] == mark and mark in bare[1:]:
            return mark.join(held.replace(mark, "") for held in bare[1:].split(mark + mark))
        return cell

    def _once(self, text: str) -> Iterator[Row]:
        delimiter, first = self.layout.delimiter, self.layout.part == "first"
        for number, line in enumerate(text.split("\n"), self.line + 1):
            if bare := line.strip():
                cut = bare.split(delimiter, 1) if first else bare.rsplit(delimiter, 1)
                self.fit.add_row(len(cut), True)
                yield number, [cell.strip() for cell in cut]

    def _plain(self, text: str) -> Iterator[Row]:
        for number, line in enumerate(text.split("\n"), self.line + 1):
            if line.strip():
                row = line.split(self.layout.delimiter)
                odd = '"' in line and any(map(_is_torn, row))
                self.fit.add_row(len(row), not odd)
                yield number, [_unwrapped(cell) for cell in row] if '"' in line else row

    def _kept(self, text: str) -> Iterator[Row]:
        fit, before, last = self.fit, self.line, 0
        if self.quote and self.quote in text:
            opening = ESCAPED.sub("", text) if self.escape else text
            fit.marks += opening.count(self.quote)
        reader = self._reader(text)
        for row in reader:
            line = reader.line_num
            if len(row) > 1 or (row and row[0].strip()):
                fit.add_row(len(row), True)
                if line > last + 1:
                    fit.join(before + last + 1, before + line)
                if self.quote == "'":
                    fit.inner += sum(cell.count("'") for cell in row)
                yield before + line, row
            last = line

    def _reader(self, text: str) -> "csv._reader":  # type: ignore[name-defined]
        if self.escape and self.escape in text:
            text = self._escaped(text)
        return csv.reader(
            StringIO(text),
            delimiter=self.layout.delimiter,
            quotechar=self.quote or '"',
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            doublequote=not self.escape,
            escapechar=self.escape or None,
            skipinitialspace=True,
        )

    def _escaped(self, text: str) -> str:
        r"""The text with each needless escape escaped: \n is a backslash and an n."""
        due = {self.escape, self.quote, self.layout.delimiter, "\n"}
        self.fit.escapes += sum(1 for m in self.grammar.escapes.finditer(text) if m.lastindex)
        needless = ESCAPED.sub(lambda m: m[0] if m[1] in due else "\\" + m[0], text)
        self.fit.needless += len(needless) - len(text)
        return needless


def marks_in(text: str) -> set[str]:
    """Those of the marks that may part a text, or hold it together, that are in this one."""
    marks = {mark for mark in "\"'\\\n" if mark in text}
    return marks | {"\r"} if "\r" in text and LONE.search(text) else marks


def _is_torn(cell: str) -> bool:
    """Whether a quote opens or closes a field, and none does the other."""
    bare = cell.strip(" ")
    return bare.count('"') % 2 == 1 and (bare[0] == '"' or bare[-1] == '"')


def _unwrapped(cell: str) -> str:
    """The field without the quotes around it."""
    if len(cell) > 1 and '"' == cell[0] == cell[-1]:
        return cell[1:-1].replace('""', '"')
    return cell
