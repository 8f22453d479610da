"""Sentences with the sense of one word in them: the word found, its uses split and centred."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lessons.kit import BadEnvironment, BadUsage, Progress
from lessons.kit.data.split import few_said
from lessons.kit.errors import visible
from lessons.kit.stream.numbers import counted
from lessons.lesson15_contextual.own.corpora import without_tags
from lessons.lesson15_contextual.own.rewritten import read_labelled
from lessons.lesson15_contextual.own.targets import (
    PLURALS,
    forms_of,
    marked_forms,
    marked_word,
    only_word,
    target_in,
)
from lessons.lesson15_contextual.uses import Reading, Use, padded
from lessons.shared.labelled.splitting import Part, Split
from lessons.shared.labelled.wording import Vocabulary, words_of

ENOUGH = 0.7
"""Of the sentences: the share that must have the word."""
OTHERS = 3
"""Words that are named beside the one that was found."""
PARTS = ("train", "valid", "test")


def read_tagged(
    path: Path, settings: dict[str, Any], progress: Progress
) -> tuple[Reading, dict[str, Any]]:
    """The uses in three parts, and what to tell.

    Raises BadEnvironment for what cannot be read or has no word in common, BadUsage for a word
    that is not there.
    """
    split, summary = read_labelled(path, settings, progress)
    notes = summary["notes"]
    without_tags(split, notes)
    word = found_word(split, settings["word"], notes)
    forms = marked_forms([text for name in PARTS for text in getattr(split, name).texts], word)
    parts = {name: uses_in(getattr(split, name), forms) for name in PARTS}
    say_which(split, forms, notes)
    lost = sum(len(getattr(split, name)) - len(parts[name]) for name in PARTS)
    if lost:
        notes.append(
            f"sentences without {word!r}, left out: {lost:,} (if it stands there in another form, "
            "mark it: <w>FORM</w>)"
        )
    for name in PARTS:
        if not parts[name]:
            raise BadEnvironment(
                f"no sentence of the {name} part has {word!r}", "name another word"
            )
    if len(parts["test"]) < len(split.test):
        notes += few_said(len(parts["test"]), "sentences")
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
    """The use of the word that each sentence is about."""
    rows = zip(part.texts, part.words, part.labels, part.rows, strict=True)
    found = ((target_in(text, words, forms), label, row) for text, words, label, row in rows)
    return [Use(own.words, own.at, label, row) for own, label, row in found if own]


def say_which(split: Split, forms: Sequence[str], notes: list[str]) -> None:
    """Note which use is taken where a mark says it, or where a sentence has several."""
    parts = [getattr(split, name) for name in PARTS]
    found = [target_in(text, words, forms) for part in parts
             for text, words in zip(part.texts, part.words, strict=True)]  # fmt: skip
    marked = sum(own.is_marked for own in found if own)
    several = sum(own.others > 0 for own in found if own)
    if marked:
        notes.append(
            f"in {counted(marked, 'sentences')} the word is marked: that use of it is read"
        )
    if several:
        notes.append(
            f"sentences with {forms[0]!r} more than once: {several:,}; one use is read, the first "
            f"in this form; to choose another, mark it: <w>{forms[0]}</w>"
        )


def found_word(split: Split, named: str, notes: list[str]) -> str:
    """The word that all sentences have. Raises BadUsage or BadEnvironment where none is."""
    sentences = [words for name in PARTS for words in getattr(split, name).words]
    counts: Counter[str] = Counter()
    for words in sentences:
        counts.update(word for word in dict.fromkeys(words) if any(map(str.isalpha, word)))
    if named.strip():
        word = only_word(named, words_of(named))
        if not any(counts[form] for form in forms_of(word)):
            near = ", ".join(each for each, _ in counts.most_common(4))
            raise BadUsage(f"no sentence has {visible(named.strip())!r}", f"frequent are {near}")
        return word
    texts = [text for name in PARTS for text in getattr(split, name).texts]
    if word := marked_word(texts, ENOUGH):
        notes.append(f"the word is {word!r}, the one with a mark around it")
        return word
    (word, share), *behind = frequent(counts, len(sentences))
    if share < ENOUGH:
        what = f"no word is in all sentences: the commonest, {word!r}, is in {share:.0%} of them"
        raise BadEnvironment(what, "name the word that the labels are of: --set word=NAME")
    if 2 * sum(words.count(word) > 1 for words in sentences) > len(sentences):
        what = f"the word in most sentences is {word!r}, and most have it more than once"
        raise BadEnvironment(what, "name the word that the labels are of: --set word=NAME")
    note = f"the word is {word!r}, which is in {share:.0%} of the sentences"
    others = [other for other, _ in behind if other not in forms_of(word)]
    if others:
        note += f" (other words: {', '.join(others[:OTHERS])})"
    notes.append(f"{note}; name another with --set word=NAME")
    return word


def frequent(counts: Counter[str], sentences: int) -> list[tuple[str, float]]:
    """Words with the share of sentences that have them or their plural, the likeliest first.

    Of words as common the longest comes first, then it goes by the letter: the order of a set
    would choose another word in each process.
    """

    def share(word: str) -> float:
        forms = forms_of(word, PLURALS) if len(word) > 2 else (word,)
        return min(1.0, sum(counts[form] for form in forms) / sentences)

    able = sorted(counts, key=lambda word: (-counts[word], word))[:50]
    shares = [(word, share(word)) for word in able]
    return sorted(shares, key=lambda each: (-round(each[1], 2), -len(each[0]), each[0]))
