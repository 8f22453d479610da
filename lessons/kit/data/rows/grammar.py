"""What a file of rows may look like under one convention for quotes, checked to the letter.

Every record is tried as one match, so that a text is told apart from what only looks like rows:
a quote opens a field at its beginning and closes it at its end, or it means nothing at all.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from lessons.kit.patterns import possessive

LONGEST_RECORD = 2**26
"""Characters of a record (or of a line) that are held; one that is longer is not read."""


@dataclass(frozen=True)
class Grammar:
    """The patterns of one convention."""

    records: "re.Pattern[str]"
    """As many whole records as there are; nothing where none is whole."""
    begun: "re.Pattern[str]"
    """A record that the text's end cuts."""
    loose: "re.Pattern[str]"
    """One field of a line that does not keep to the grammar, with what stands before it."""
    escapes: "re.Pattern[str]"
    """An escape of what has to be escaped, outside quotes, or of a quote."""


@lru_cache
def grammar(delimiter: str, quote: str, escape: str, doubled: bool) -> Grammar:
    """The patterns for a delimiter, a quote and an escape; "" where there is none of them."""
    d, q, e = (re.escape(mark) for mark in (delimiter, quote, escape))
    escaped = rf"{e}[\s\S]"
    plain = possessive(rf"[^{q}{e}{d}\n]++{'|' + escaped if e else ''}")
    inner = possessive(rf"[^{q}]++|{q}{q}" if doubled else rf"[^{q}{e}]++|{escaped}")
    fields, cut = plain, plain + (rf"{e}?" if e else "")
    quoted = ""
    if q:
        fields = rf"(?:\ *+{q}{inner}{q}|{plain})"
        cut = rf"(?:\ *+{q}{inner}[{q}{e}]?|{cut})"
        quoted = rf"\ *{q}[^{q}\n]*(?:{q}{q}[^{q}\n]*)*{q}[^{d}{q}\n]*(?=[{d}\n])|"
    return Grammar(
        re.compile(possessive(rf"{fields}{possessive(d + fields)}\n")),
        re.compile(rf"{possessive(fields + d)}{cut}\Z"),
        re.compile(rf"(?:^|{d})({quoted}[^{d}\n]*)"),
        re.compile(_escapes(d, q, e)),
    )


def _escapes(d: str, q: str, e: str) -> str:
    if not e:
        return r"(?!)"
    outside = rf"{e}[{d}{q}\n]"
    if not q:
        return rf"{e}{e}|({outside})"
    words = possessive(rf"[^{q}{e}]++|{e}[\s\S]")
    inside = rf"{q}{possessive(f'[^{q}{e}]++|{e}[^{q}]')}({e}{q}){words}{q}"
    without = f"{q}{words}{q}"
    return rf"{inside}|{without}|{e}{e}|({outside})"


@dataclass
class Parted:
    """A text parted into pieces of whole records, and lines that keep to no grammar."""

    grammar: Grammar
    rest: str = ""
    """What is not whole yet."""
    skipping: bool = False
    """Within a line that is too long to be held."""
    held: list[str] = field(default_factory=list)

    def pieces(self, texts: Iterable[str], ended: bool = True) -> Iterator[tuple[str, bool]]:
        """Each piece, and whether it keeps to the grammar; "" for a line that is too long.

        Unless the text `ended`, what its end cuts stays in `rest`.
        """
        size = 0
        for text in texts:
            self.held.append(text)
            size += len(text)
            if size >= len(self.rest):  # else one long record would be tried again and again
                yield from self._taken(False)
                size = 0
        if ended:
            self.held.append("" if (self.held or [self.rest])[-1].endswith("\n") else "\n")
            yield from self._taken(True)
        else:
            self.rest += "".join(self.held)

    def _taken(self, ended: bool) -> Iterator[tuple[str, bool]]:
        text = self.rest + "".join(self.held)
        self.held.clear()
        at = 0
        if self.skipping:
            at = text.find("\n") + 1 or len(text)
            self.skipping = at == len(text) and not text.endswith("\n")
            if not self.skipping:
                yield "", False
        while at < len(text):
            end = self._end(text, at)
            if end > at:
                yield text[at:end], True
            elif ended or len(text) - at > LONGEST_RECORD or not self.grammar.begun.match(text, at):
                end = text.find("\n", at) + 1
                if end:
                    yield text[at:end], False
            if end <= at:
                break
            at = end
        self.rest = text[at:]
        if len(self.rest) > LONGEST_RECORD and "\n" not in self.rest:
            self.rest, self.skipping = "", True

    def _end(self, text: str, at: int) -> int:
        whole = self.grammar.records.match(text, at)
        return whole.end() if whole else at
