"""A text of any size as a stream of word numbers, read in bounded memory.

Every file is looked at (its encoding), and then its words are numbered, piece by piece. The
numbers of a long text lie in a temporary file that is mapped into memory.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lessons.kit.data.brought import Progress
from lessons.kit.data.rows.spread import SLICE, Places, places_in, places_of
from lessons.kit.data.sources.files import (
    Source,
    digest_of,
    looked,
    pieces,
    refusal,
    told,
)
from lessons.kit.data.sources.folders import files_below, is_folder, passed_over, peek, size_of_all
from lessons.kit.data.sources.meter import Meter
from lessons.kit.data.text import scripts
from lessons.kit.data.text.as_text import Table, table_below, table_in, told_of
from lessons.kit.data.text.numbering import (
    BETWEEN,
    LONGEST,
    MOST_TYPES,
    RARE,
    Numbering,
    collapsed,
    room,
)
from lessons.kit.data.text.tokens import END, bare, lines_are_sentences, tokens
from lessons.kit.errors import BadEnvironment, one_line

if TYPE_CHECKING:
    import numpy as np

SAMPLE = 2**16
"""Characters that tell whether a text is a table."""
LARGE_SAMPLE = 2**19
"""Of a text no larger all lines tell whether they are sentences; else lines from all over."""
ENOUGH = 2**16
"""Words that are numbered at once."""
LONGEST_TAIL = 2**16
"""Text without any space is cut after this many characters."""


@dataclass(frozen=True)
class Corpus:
    """A text as numbers: `words[n]` is number n and occurs `counts[n]` times."""

    words: list[str]
    """(V,) by falling count; equal counts by the word itself."""
    counts: "np.ndarray[Any, Any]"
    """(V,) int64."""
    tokens: "np.ndarray[Any, Any]"
    """(N,) int32: the words in order, rare ones left out; −1 after every sentence. Read-only."""
    raw_words: int
    """Words before the rare ones were left out."""
    summary: dict[str, Any] = field(default_factory=dict)
    """JSON-ready: source, words, types, kept, sentences, notes; of files: files, bytes, digest."""


def peek_corpus(path: Path, encoding: str = "") -> None:
    """See quickly whether there is text to read: one file of it will do. Raises BadEnvironment."""
    if not is_folder(path):
        peek(path, encoding)
        return
    passed = []
    for file in files_below(path):
        try:
            peek(file, encoding)
        except BadEnvironment as refused:
            passed.append((file, refused.message))
        else:
            return
    raise _no_text(path, passed)


def _no_text(folder: Path, passed: list[tuple[Path, str]]) -> BadEnvironment:
    why = f" ({passed_over(passed)})" if passed else ""
    return refusal(folder, f"has no text file in it{why}", "give a folder of plain text files")


def corpus_of(sentences: Iterable[Sequence[str]], *, min_count: int = 1) -> Corpus:
    """The same from sentences in memory, words exactly as they are given."""
    import numpy as np

    kept = [list(sentence) for sentence in sentences]
    counts = Counter(word for sentence in kept for word in sentence)
    words = _often_enough(counts, min_count)
    number = {word: at for at, word in enumerate(words)}
    numbers: list[int] = []
    for sentence in kept:
        numbers += [number[word] for word in sentence if word in number]
        numbers += [BETWEEN]
    stream = collapsed(np.array(numbers, dtype=np.int32))
    ends = int(np.count_nonzero(stream == BETWEEN))
    summary = {"source": "sentences in memory", "sentences": ends, "notes": []}
    return _corpus(words, counts, stream, counts.total(), summary)


def read_corpus(path: Path, *, min_count: int, progress: Progress, encoding: str = "") -> Corpus:
    """A text file, or every text file in a folder and the folders in it, of any size.

    Raises BadEnvironment, in words, for what cannot be read, for a text without words, and
    where no word occurs `min_count` times.
    """
    files = files_below(path) if is_folder(path) else [path]
    size, unpacked = size_of_all(files)
    reading = Reading(Meter(progress, 2 * size), encoding, alone=files == [path])
    with room(unpacked) as file:
        numbering = Numbering(file)
        for found in reading.words(files):
            numbering.add_words(found)
        if not reading.sources:
            raise _no_text(path, reading.passed)
        counts = _counts(numbering)
        if not counts:
            raise refusal(path, "has no words in it", "give a text with words in it")
        words = _often_enough(counts, min_count)
        sentences = numbering.rewrite(_final(numbering, words))
        stream = numbering.mapped()
    summary = reading.summary | {"source": one_line(str(path)), "sentences": sentences}
    summary["notes"] += _unspaced(counts) + _said(numbering, reading.by_line)
    return _corpus(words, counts, stream, counts.total() + numbering.lost, summary)


@dataclass
class Reading:
    """The files of a text, read one after the other."""

    meter: Meter
    encoding: str
    alone: bool
    """Whether there is but one, so that nothing is left if it is passed over."""
    sources: list[Source] = field(default_factory=list)
    passed: list[tuple[Path, str]] = field(default_factory=list)
    tables: list[tuple[Path, Table]] = field(default_factory=list)
    """Those of the files that are tables, and are read as text."""
    by_line: list[int] = field(default_factory=list)
    """Of those whose lines are sentences, from how many places that was seen."""

    @property
    def summary(self) -> dict[str, Any]:
        """What the report says of them."""
        notes = [passed_over(self.passed)] if self.passed else []
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
            source, text = looked(
                path, self.meter.read_of(path), encoding=self.encoding, plain=True
            )
        except BadEnvironment as refused:
            if self.alone:
                raise
            self.passed.append((path, refused.message))
            return
        self.sources.append(source)
        if text is not None:
            self.meter.read(path, source.size)
        whole = iter([text]) if text is not None else _whole_words(source, self.meter)
        first = next(whole)
        small = text is not None and len(text) <= SAMPLE
        places = [] if small else _places(source, text)
        even = "\n".join(line for lines in places for line in lines)
        newline_ends = lines_are_sentences(text if text and len(text) <= LARGE_SAMPLE else even)
        table = table_in(path, first[:SAMPLE], whole=small)
        if table := table or (table_below(path, places) if places else None):
            self.tables.append((path, replace(table, encoding=source.encoding)))
        if newline_ends:
            self.by_line.append(len(places) if len(first) > LARGE_SAMPLE else 1)
        yield first, newline_ends
        for piece in whole:
            yield piece, newline_ends


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


def _counts(numbering: Numbering) -> Counter[str]:
    """How often each word occurs, without outer apostrophes."""
    each = numbering.counts.tolist()
    folded: Counter[str] = Counter()
    for word, at in numbering.number.items():
        folded[bare(word)] += each[at]
    del folded[END], folded[""]
    return folded


def _often_enough(counts: Counter[str], min_count: int) -> list[str]:
    """The words that occur often enough, the most frequent first. Raises BadEnvironment."""
    words = [word for word, count in counts.items() if count >= min_count]
    if not words and counts:
        word, count = min(counts.items(), key=lambda item: (-item[1], item[0]))
        often = f"the most frequent, {word!r}, occurs {count} times"
        raise BadEnvironment(f"no word occurs {min_count} times: {often}", "--set min_count=1")
    return sorted(words, key=lambda word: (-counts[word], word))


def _final(numbering: Numbering, words: list[str]) -> "np.ndarray[Any, Any]":
    """(numbers,) int32: for each number of the reading, the word's place, BETWEEN or RARE."""
    import numpy as np

    place = {word: at for at, word in enumerate(words)} | {END: BETWEEN}
    new = np.full(len(numbering.counts), RARE, dtype=np.int32)
    for word, at in numbering.number.items():
        new[at] = place.get(bare(word), RARE)
    return new


def _unspaced(counts: Counter[str]) -> list[str]:
    """What to say of words that are single characters, of scripts without spaces."""
    single = sum(count for word, count in counts.items() if scripts.is_unspaced(word[0]))
    return scripts.told(single, counts.total())


def _said(numbering: Numbering, by_line: list[int]) -> list[str]:
    notes = []
    if by_line:
        (places,) = by_line if len(by_line) == 1 else (1,)
        looked = f" in {places} places of the file" if places > 1 else ""
        notes.append(f"hardly any full stops{looked}: every line is read as a sentence")
    if numbering.overlong:
        over = f"over {LONGEST} characters and no words"
        notes.append(f"left out, being {over}: {numbering.overlong}")
    if numbering.forgotten:
        few = f"some that occur {numbering.forgotten} times or less were forgotten on the way"
        notes.append(f"over {MOST_TYPES:,} distinct words: {few}")
    return notes


def _corpus(
    words: list[str],
    counts: Counter[str],
    stream: "np.ndarray[Any, Any]",
    raw_words: int,
    summary: dict[str, Any],
) -> Corpus:
    import numpy as np

    summary |= {"words": raw_words, "types": len(counts), "kept": len(words)}
    each = np.fromiter(map(counts.__getitem__, words), np.int64, len(words))
    return Corpus(words, each, stream, raw_words, summary)
