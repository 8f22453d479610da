"""A CSV file as bytes, with the place of every cell: one is replaced, and no other byte moves."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

from lessons.kit import BadEnvironment

QUOTE, BOMS = ord('"'), (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
LINES_TO_GUESS = 3


@dataclass(frozen=True)
class Cell:
    """A cell: what it says, and where it stands."""

    text: str
    start: int
    end: int
    is_quoted: bool

    def replacement(self, text: str, delimiter: str) -> bytes:
        """Another text in its place, quoted where this one is or where it needs to be."""
        needs = self.is_quoted or any(c in text for c in (delimiter, '"', "\r", "\n"))
        return (f'"{text.replace(chr(34), chr(34) * 2)}"' if needs else text).encode()


@dataclass(frozen=True)
class Spans:
    """A file, cut into rows of cells."""

    content: bytes
    delimiter: str
    rows: list[list[Cell]]

    def replaced(self, new: dict[tuple[int, int], str]) -> bytes:
        """The file with other texts in these cells, given by row and column."""
        pieces, at = list[bytes](), 0
        for (row, column), text in sorted(new.items()):
            cell = self.rows[row][column]
            pieces += [self.content[at : cell.start], cell.replacement(text, self.delimiter)]
            at = cell.end
        return b"".join([*pieces, self.content[at:]])


def spans_of(content: bytes) -> Spans:
    """Cut a file into cells. Raises BadEnvironment for what is no CSV file."""
    if content.startswith(BOMS) or b"\0" in content:
        raise BadEnvironment("it is no CSV file in UTF-8", "export the gradebook again, as CSV")
    start = len(codecs.BOM_UTF8) if content.startswith(codecs.BOM_UTF8) else 0
    delimiter = _delimiter(content[start:])
    rows = list(_rows(content, start, ord(delimiter)))
    return Spans(content, delimiter, rows)


def _delimiter(content: bytes) -> str:
    """`,` or `;`, whichever stands outside of quotes more often in the first lines."""
    lines = content.splitlines()[:LINES_TO_GUESS]
    outside = b"".join(part for line in lines for part in line.split(b'"')[::2])
    return ";" if outside.count(b";") > outside.count(b",") else ","


def _rows(content: bytes, at: int, delimiter: int) -> Iterator[list[Cell]]:
    row: list[Cell] = []
    while at < len(content):
        cell, at = _cell(content, at, delimiter)
        row.append(cell)
        if at < len(content) and content[at] == delimiter:
            at += 1
            if at < len(content):
                continue
            row.append(Cell("", at, at, False))
        at += 2 if content[at : at + 2] == b"\r\n" else 1
        yield row
        row = []


def _cell(content: bytes, start: int, delimiter: int) -> tuple[Cell, int]:
    is_quoted = start < len(content) and content[start] == QUOTE
    end = _behind_quotes(content, start) if is_quoted else start
    while end < len(content) and content[end] != delimiter and content[end] not in b"\r\n":
        end += 1
    raw = content[start:end]
    if is_quoted and raw.endswith(b'"') and len(raw) > 1:
        return Cell(_text(raw[1:-1].replace(b'""', b'"')), start, end, True), end
    return Cell(_text(raw), start, end, False), end


def _behind_quotes(content: bytes, start: int) -> int:
    at = start + 1
    while True:
        at = content.find(b'"', at)
        if at < 0:
            raise BadEnvironment("a quote in it is not closed", "export the gradebook again")
        if content[at + 1 : at + 2] != b'"':
            return at + 1
        at += 2


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
