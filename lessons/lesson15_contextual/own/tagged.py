"""Sentences with the sense of one word in them: the word found, its uses split and centred."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lessons.kit import BadEnvironment, BadUsage, Progress
from lessons.kit.errors import visible
from lessons.lesson15_contextual.uses import Reading, Use, padded
from lessons.shared.labelled.owned import read_split
from lessons.shared.labelled.splitting import Part, Split
from lessons.shared.labelled.wording import Vocabulary, words_of

ENOUGH = 0.7
"""Of the sentences: the share that must have the word."""
FEW = 50
"""Sentences of a test below which one guess changes the figures by 2 % and more."""
OTHERS = 3
"""Words that are named beside the one that was found."""
ENDINGS = ("s", "es", "'s", "ed", "ing", "er", "ers", "ly")
PARTS = ("train", "valid", "test")


def read_tagged(
    path: Path, settings: dict[str, Any], progress: Progress
) -> tuple[Reading, dict[str, Any]]:
    """The uses in three parts, and what to tell.

    Raises BadEnvironment for what cannot be read or has no word in common, BadUsage for a word
    that is not there.
    """
    split, summary = read_split(path, settings, progress)
    notes = summary["notes"]
    word = found_word(split, settings["word"], notes)
    forms = (word, *(word + ending for ending in ENDINGS))
    parts = {name: uses_in(getattr(split, name), forms) for name in PARTS}
    lost = sum(len(getattr(split, name)) - len(parts[name]) for name in PARTS)
    if lost:
        notes.append(f"{lost:,} sentences without {word!r} were left out")
    for name in PARTS:
        if not parts[name]:
            raise BadEnvironment(
                f"no sentence of the {name} part has {word!r}", "name another word"
            )
    if len(parts["test"]) < FEW:
        notes.append(
            f"the test has {len(parts['test'])} sentences: one more right is "
            f"{1 / len(parts['test']):.0%}, so its figures mean little; give more sentences"
        )
    reach = settings["reach"]
    vocabulary = Vocabulary.of(
        [use.around(reach).words for use in parts["train"]], 1, settings["most_words"]
    )
    reading = Reading(
        vocabulary, padded([], 1), 2 * reach + 1, word, split.classes, parts, [word], forms,
        centre=reach,
    )  # fmt: skip
    reading.tokens = reading.encode(parts["train"]).tokens
    return reading, {**summary, "word": word}


def uses_in(part: Part, forms: Sequence[str]) -> list[Use]:
    """The use of the word in each sentence: the first, in its plain form if there is one."""
    found = []
    for words, label, row in zip(part.words, part.labels, part.rows, strict=True):
        at = next((words.index(form) for form in forms if form in words), -1)
        if at >= 0:
            found.append(Use(list(words), at, label, row))
    return found


def found_word(split: Split, named: str, notes: list[str]) -> str:
    """The word that all sentences have. Raises BadUsage or BadEnvironment where none is."""
    sentences = [words for name in PARTS for words in getattr(split, name).words]
    counts: Counter[str] = Counter()
    for words in sentences:
        counts.update(word for word in dict.fromkeys(words) if any(map(str.isalpha, word)))
    if named.strip():
        word = (words_of(named) or [""])[0]
        if not counts[word] and not any(counts[word + ending] for ending in ENDINGS):
            near = ", ".join(each for each, _ in counts.most_common(4))
            raise BadUsage(f"no sentence has {visible(named.strip())!r}", f"frequent are {near}")
        return word
    (word, share), *others = frequent(counts, len(sentences))
    if share < ENOUGH:
        what = f"no word is in all sentences: the commonest, {word!r}, is in {share:.0%} of them"
        raise BadEnvironment(what, "name the word that the labels are of: --set word=NAME")
    note = f"the word is {word!r}, which is in {share:.0%} of the sentences"
    if others:
        note += f" (other words: {', '.join(other for other, _ in others[:OTHERS])})"
    notes.append(f"{note}; name another with --set word=NAME, on the screen :set word NAME")
    return word


def frequent(counts: Counter[str], sentences: int) -> list[tuple[str, float]]:
    """Words with the share of sentences that have them or their plural, the likeliest first.

    Of words as common the longest comes first, then it goes by the letter: the order of a set
    would choose another word in each process.
    """

    def share(word: str) -> float:
        many = sum(counts[word + ending] for ending in ("s", "es")) if len(word) > 2 else 0
        return min(1.0, (counts[word] + many) / sentences)

    able = sorted(counts, key=lambda word: (-counts[word], word))[:50]
    shares = [(word, share(word)) for word in able]
    return sorted(shares, key=lambda each: (-round(each[1], 2), -len(each[0]), each[0]))
