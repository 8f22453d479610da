"""Files as words, one after the other: what each of them is, and where its sentences end."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

from lessons.kit.data.rows.spread import SLICE, Places, places_in, places_of
from lessons.kit.data.sources.files import Source, digest_of, looked, pieces, told
from lessons.kit.data.sources.folders import passed_over
from lessons.kit.data.sources.meter import Meter
from lessons.kit.data.text import scripts
from lessons.kit.data.text.as_text import Table, table_below, table_in, told_of
from lessons.kit.data.text.column import Column, read_column
from lessons.kit.data.text.tokens import END, lines_are_sentences, tokens
from lessons.kit.errors import BadEnvironment, Trouble

SAMPLE = 2**16
"""Characters that tell whether a text is a table."""
LARGE_SAMPLE = 2**19
"""Of a text no larger all lines tell whether they are sentences; else lines from all over."""
ENOUGH = 2**16
"""Words that are numbered at once."""
LONGEST_TAIL = 2**16
"""Text without any space is cut after this many characters."""


@dataclass
class Reading:
    """The files of a text, read one after the other."""

    meter: Meter
    encoding: str
    alone: bool
    """Whether there is but one, so that nothing is left if it is passed over."""
    column: str | None = None
    """The column that is read of a table; "" for the likely one, None for all of its text."""
    sources: list[Source] = field(default_factory=list)
    passed: list[tuple[Path, str]] = field(default_factory=list)
    tables: list[tuple[Path, Table]] = field(default_factory=list)
    """Those of the files that are tables, and are read as text."""
    by_line: list[int] = field(default_factory=list)
    """Of those whose lines are sentences, from how many places that was seen."""
    columns: list[str] = field(default_factory=list)
    """What was decided about the columns of tables."""

    @property
    def summary(self) -> dict[str, Any]:
        """What the report says of them."""
        notes = [passed_over(self.passed)] if self.passed else []
        notes += list(dict.fromkeys(self.columns))
        return {
            "files": len(self.sources),
            "bytes": sum(source.size for source in self.sources),
            "digest": digest_of(self.sources),
            "notes": notes + told(self.sources) + told_of(self.tables, len(self.sources)),
        }

    def words(self, files: list[Path]) -> Iterator[list[str]]:
        """The words of every file in pieces, END after every sentence and every file.

        Small files come many at once: each piece costs as much as a thousand words.
        """
        found: list[str] = []
        for path in files:
            for text, newline_ends in self._texts(path):
                found += tokens(text, newline_ends)
                if len(found) > ENOUGH:
                    yield found
                    found = []
            found.append(END)
        yield found

    def _texts(self, path: Path) -> Iterator[tuple[str, bool]]:
        """The text in pieces that cut no word, each with whether its lines are sentences."""
        try:
            if self.column:
                yield from self._add(read_column(path, self.column, self.encoding, self.meter))
                return
            source, text = looked(
                path, self.meter.read_of(path), encoding=self.encoding, plain=True
            )
        except BadEnvironment as refused:
            if self.alone:
                raise
            self.passed.append((path, refused.message))
            return
        yield from self._as_text(source, text)

    def _as_text(self, source: Source, text: str | None) -> Iterator[tuple[str, bool]]:
        """All of a file; of a table the texts alone, where these are wanted."""
        path, small = source.path, text is not None and len(text) <= SAMPLE
        whole = iter([text]) if text is not None else _whole_words(source, self.meter)
        first = next(whole)
        places = [] if small else _places(source, text)
        table = table_in(path, first[:SAMPLE], whole=small)
        table = table or (table_below(path, places) if places else None)
        if table and self.column is not None and (column := self._column_of(path)):
            yield from self._add(column)
            return
        if table:
            self.tables.append((path, replace(table, encoding=source.encoding)))
        self.sources.append(source)
        if text is not None:
            self.meter.read(path, source.size)
        even = "\n".join(line for lines in places for line in lines)
        newline_ends = lines_are_sentences(text if text and len(text) <= LARGE_SAMPLE else even)
        if newline_ends:
            self.by_line.append(len(places) if len(first) > LARGE_SAMPLE else 1)
        yield from ((piece, newline_ends) for piece in chain([first], whole))

    def _column_of(self, path: Path) -> Column | None:
        """The texts of what looks like a table; None where it is none after all."""
        try:
            return read_column(path, "", self.encoding, self.meter)
        except Trouble:
            return None

    def _add(self, column: Column) -> Iterator[tuple[str, bool]]:
        """The texts of a column, each of which ends its last sentence."""
        self.sources.append(column.source)
        self.columns += column.notes
        return ((text, False) for text in column.pieces())


def _places(source: Source, text: str | None) -> Places:
    """Lines from all over a text, which may be in memory."""
    return places_of(source, SLICE) if text is None else places_in([text], SLICE)


def _whole_words(source: Source, meter: Meter) -> Iterator[str]:
    """The text in pieces that cut no word, and no run of empty lines, in two."""
    tail = ""
    for piece, size in pieces(source):
        text = tail + piece
        cut = max(text.rfind(" "), text.rfind("\n"), 0)
        head = text[:cut].rstrip(" \n")
        if len(text) - len(head) > LONGEST_TAIL:
            head = text[: scripts.last_character(text)]  # its marks may be in the next piece
        yield head
        tail = text[len(head) :]
        meter.read(source.path, size)
    yield tail
