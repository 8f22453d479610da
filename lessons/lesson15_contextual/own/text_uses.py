"""A learner's text of any size, and the uses of one word in it."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Any

from lessons.kit import BadUsage, Progress
from lessons.kit.errors import visible
from lessons.lesson15_contextual.own.targets import only_word
from lessons.lesson15_contextual.uses import Reading, Use
from lessons.shared.labelled.wording import Vocabulary
from lessons.shared.sentences import FIRST, UNKNOWN, Sentences, read_sentences, split

LEAST_USES, MOST_USES = 10, 1000
"""Uses that can be grouped, and those that are looked at: of more, so many from all over."""
TRIED = 20
"""Words whose uses are counted before others are advised."""
SKIPPED, SHORTEST = 100, 4
"""Left out where nobody names a word: the most frequent ones, which are of, the, and; and short
ones."""


def read_uses(
    path: Path, settings: dict[str, Any], progress: Progress
) -> tuple[Reading, dict[str, Any]]:
    """The sentences to learn from, the uses of the word, and what to tell.

    Raises BadEnvironment for what cannot be read, BadUsage for a word that is too rare.
    """
    longest = 2 * settings["reach"] + 1
    text = read_sentences(
        path, longest=longest, vocabulary=settings["most_words"], text=settings["text"],
        encoding=settings["encoding"], progress=progress,
    )  # fmt: skip
    notes = list(text.summary.get("notes", ()))
    word = chosen(text, settings["word"], notes)
    uses = uses_of(text, word, notes)
    numbers = text.numbers.astype("int64")
    numbers[numbers == UNKNOWN] = 1
    numbers[numbers >= FIRST] -= FIRST - 2
    numbers = moved(numbers, longest)
    words = text.words[FIRST:]
    vocabulary = Vocabulary(words, {each: at for at, each in enumerate(words, 2)})
    parts = {"fitted": uses[::2], "shown": uses[1::2]}
    reading = Reading(vocabulary, numbers, longest, word, [], parts, [word], (word,),
                      settings["clusters"], settings["reach"])  # fmt: skip
    return reading, {**text.summary, "word": word, "uses": len(uses), "notes": notes}


def moved(numbers: Any, longest: int) -> Any:
    """Each row shifted into the width by chance, so that a place says nothing about a word.

    Else groups of uses are groups of places: early in a sentence, and late.
    """
    import numpy as np

    luck = np.random.default_rng(0)
    found = np.zeros((len(numbers), longest), dtype=np.int64)
    lengths = (numbers > 0).sum(1)
    starts = luck.integers(0, longest - lengths + 1)
    rows, places = np.nonzero(numbers)
    found[rows, places + starts[rows]] = numbers[rows, places]
    return found


def uses_of(text: Sentences, word: str, notes: list[str]) -> list[Use]:
    """The uses of a word, a fair part of very many."""
    found = text.uses_of(word).tolist()
    if len(found) > MOST_USES:
        notes.append(f"{MOST_USES:,} of its {len(found):,} uses, from all over the text, are shown")
        found = [found[at * len(found) // MOST_USES] for at in range(MOST_USES)]
    return [Use(text.words_of(row), at, row=row) for row, at in found]


def chosen(text: Sentences, named: str, notes: list[str]) -> str:
    """The word that is named, or else a frequent one.

    Raises BadUsage for one that is too rare, and for several.
    """
    if not named.strip():
        return frequent(text, notes)
    word = only_word(named, split(named))
    count = len(text.uses_of(word)) if word else 0
    if count >= LEAST_USES:
        return word
    often = f"occurs {count} times, too rarely to be grouped" if count else "does not occur"
    like = instead_of(word, text)
    what = f"the word {visible(named.strip())!r} {often} in this text"
    if not like:
        raise BadUsage(what, f"bring a text in which a word occurs {LEAST_USES} times")
    raise BadUsage(what, f"choose a word such as {', '.join(like)}: --set word={like[0]}")


def instead_of(word: str, text: Sentences) -> list[str]:
    """Words with uses enough: some that are written nearly alike, else frequent ones."""
    able = [each for each in often_in(text) if each != word]
    for some in (get_close_matches(word, able[:50_000], n=4), able[SKIPPED:], able):
        found = [each for each in some[:TRIED] if has_uses(text, each)]
        if found:
            return found[:4]
    return []


def often_in(text: Sentences) -> list[str]:
    """Words that occur often enough, copies of sentences counted too, by falling count."""
    counts = zip(text.types, text.counts.tolist(), strict=True)
    return [word for word, count in counts if count >= LEAST_USES]


def has_uses(text: Sentences, word: str) -> bool:
    """Whether enough different sentences have it: 20 ms in a large text, so ask of few words."""
    return len(text.uses_of(word)) >= LEAST_USES


def frequent(text: Sentences, notes: list[str]) -> str:
    """A frequent word that is not one of the few that every sentence has."""
    able = often_in(text)
    behind = able[SKIPPED:] or able[len(able) // 2 :]
    ranked = [*(word for word in behind if len(word) >= SHORTEST), *behind, *able]
    word = next((each for each in ranked if has_uses(text, each)), "")
    if not word:
        what = f"no word of this text occurs {LEAST_USES} times"
        raise BadUsage(what, "bring a longer text")
    notes.append(f"no word is named, so {word!r} is looked at, a frequent one: --set word=NAME")
    return word
