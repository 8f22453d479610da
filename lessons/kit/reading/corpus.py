"""A text of any size as a stream of word numbers, read in bounded memory.

Every file is looked at (its encoding), and then its words are numbered, piece by piece. The
numbers of a long text lie in a temporary file that is mapped into memory.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lessons.kit.data import Progress
from lessons.kit.errors import BadEnvironment, visible
from lessons.kit.reading import scripts
from lessons.kit.reading.files import Source, digest_of, look, pieces, refusal, size_of, told
from lessons.kit.reading.folders import text_files
from lessons.kit.reading.meter import Meter
from lessons.kit.reading.numbering import (
    BETWEEN,
    LONGEST,
    MOST_TYPES,
    RARE,
    Numbering,
    collapsed,
    room,
)
from lessons.kit.reading.tokens import END, bare, lines_are_sentences, tokens

if TYPE_CHECKING:
    import numpy as np

SAMPLE = 2**16
"""Characters that tell whether lines are sentences."""
LONGEST_TAIL = 2**16
"""Text without any space is cut after so many characters."""


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


def peek_corpus(path: Path) -> None:
    """See quickly whether there is text to read. Raises BadEnvironment."""
    text_files(path)


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


def read_corpus(path: Path, *, min_count: int, progress: Progress) -> Corpus:
    """A text file, or every text file in a folder and the folders in it, of any size.

    Raises BadEnvironment, in words, for what cannot be read, for a text without words, and
    where no word occurs `min_count` times.
    """
    files, notes = text_files(path)
    meter = Meter(progress, 2 * sum(map(size_of, files)))
    sources = [look(file, meter.read_of(file)) for file in files]
    newline_ends = [_newline_ends(source) for source in sources]
    size = sum(source.size for source in sources)
    with room(size) as file:
        numbering = Numbering(file)
        for found in _words(sources, newline_ends, meter):
            numbering.add(found)
        counts = _counts(numbering)
        if not counts:
            raise refusal(path, "has no words in it", "give a text in words")
        words = _often_enough(counts, min_count)
        sentences = numbering.rewrite(_final(numbering, words))
        stream = numbering.mapped()
    summary = {
        "source": visible(str(path)),
        "files": len(sources),
        "bytes": size,
        "sentences": sentences,
        "digest": digest_of(sources),
        "notes": notes + told(sources) + _unspaced(counts) + _said(numbering, newline_ends),
    }
    return _corpus(words, counts, stream, counts.total() + numbering.lost, summary)


def _words(sources: list[Source], newline_ends: list[bool], meter: Meter) -> Iterator[list[str]]:
    """The words of every file in pieces, END after every sentence and every file."""
    for source, ends in zip(sources, newline_ends, strict=True):
        for text in _whole_words(source, meter):
            yield tokens(text, ends)
        yield [END]


def _whole_words(source: Source, meter: Meter) -> Iterator[str]:
    """The text in pieces that cut no word, and no run of empty lines, in two."""
    tail = ""
    for piece, size in pieces(source):
        text = tail + piece
        cut = max(text.rfind(" "), text.rfind("\n"), 0)
        head = text[:cut].rstrip(" \n")
        if len(text) - len(head) > LONGEST_TAIL:
            head = text
        yield head
        tail = text[len(head) :]
        meter.read(source.path, size)
    yield tail


def _newline_ends(source: Source) -> bool:
    """Whether each line of the file is a sentence, by its beginning."""
    text, _ = next(pieces(source))
    return lines_are_sentences(text[:SAMPLE])


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


def _said(numbering: Numbering, newline_ends: list[bool]) -> list[str]:
    notes = []
    if any(newline_ends):
        notes.append("hardly any full stops: every line is read as a sentence")
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
