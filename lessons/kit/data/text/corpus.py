"""A text of any size as a stream of word numbers, read in bounded memory.

Every file is looked at (its encoding), and then its words are numbered, piece by piece. The
numbers of a long text lie in a temporary file that is mapped into memory.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lessons.kit.data.brought import Progress
from lessons.kit.data.sources.files import (
    refusal,
)
from lessons.kit.data.sources.folders import files_below, is_folder, passed_over, peek, size_of_all
from lessons.kit.data.sources.meter import Meter
from lessons.kit.data.text import scripts
from lessons.kit.data.text.numbering import (
    BETWEEN,
    LONGEST,
    MOST_TYPES,
    RARE,
    Numbering,
    collapsed,
    room,
)
from lessons.kit.data.text.reading import Reading
from lessons.kit.data.text.tokens import END, bare
from lessons.kit.errors import BadEnvironment, one_line

if TYPE_CHECKING:
    import numpy as np


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


def read_corpus(
    path: Path, *, min_count: int, progress: Progress, encoding: str = "", column: str | None = None
) -> Corpus:
    """A text file, or every text file in a folder and the folders in it, of any size.

    With a `column` only that one is read of a table, and with "" the one that looks like texts;
    without it a table is a text like any other. Raises BadEnvironment, in words, for what cannot
    be read, for a text without words, and where no word occurs `min_count` times.
    """
    files = files_below(path) if is_folder(path) else [path]
    size, unpacked = size_of_all(files)
    reading = Reading(Meter(progress, 2 * size), encoding, alone=files == [path], column=column)
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
