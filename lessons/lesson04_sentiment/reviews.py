"""What a race reads: the made-up reviews, or the learner's own, split and counted once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lessons.kit import Data, Params, Progress
from lessons.kit.data.brought import silent
from lessons.lesson04_sentiment import grammar, twelve
from lessons.shared.labelled.owned import read_split
from lessons.shared.labelled.splitting import Part, Split, stratified
from lessons.shared.labelled.wording import PADDING, UNKNOWN, Vocabulary, words_of

if TYPE_CHECKING:
    from lessons.lesson04_sentiment import Sentiment

TRAINED, TESTED = 2000, 1000
HELD_OUT = 0.1
"""Made-up reviews to learn from, the share of them for validation, and those to test on."""
AT_ONCE = 2**21
"""Bytes of the learner's that are read in a second, before anything is started."""
SEEN = 0.6
"""With `unseen`, the share of the context words that occur in training at all."""


class Reviews:
    """The examples of a race. Networks that read the same way share what is prepared for them."""

    def __init__(self, own: Split | None = None) -> None:
        self.own = own

    def split(self, hp: Sentiment) -> Split:
        """The three parts: the learner's, or those made up with these settings."""
        return self.own or made_up(hp.task, hp.fillers, hp.unseen)

    def vocabulary(self, hp: Sentiment) -> Vocabulary:
        """The words of the training part."""
        return Vocabulary.of(self.split(hp).train.words, hp.min_count, hp.most_words)

    def code_of_unknown(self, hp: Sentiment) -> int:
        """What a word that training never saw is read as."""
        return UNKNOWN if hp.unknown == "own" else PADDING


@cache
def made_up(task: str, fillers: int, unseen: bool) -> Split:
    """The reviews that come with the lesson: always the same for the same settings."""
    if task == "twelve":
        train, test = part_of(twelve.TAUGHT), part_of(twelve.FRESH)
        return Split([grammar.BAD, grammar.GOOD], train, train, test)
    seen = grammar.Grammar(seed=1, fillers=fillers, seen=SEEN if unseen else 1.0)
    everything = grammar.Grammar(seed=2, fillers=fillers)
    taught = seen.reviews(TRAINED)
    is_held_out = stratified([review.label for review in taught], HELD_OUT, seed=3)
    return Split(
        [grammar.BAD, grammar.GOOD],
        part_of([r for r, out in zip(taught, is_held_out, strict=True) if not out]),
        part_of([r for r, out in zip(taught, is_held_out, strict=True) if out]),
        part_of(everything.reviews(TESTED, other_than=taught)),
    )


def part_of(reviews: Sequence[grammar.Review]) -> Part:
    """Made-up reviews as a part."""
    part = Part()
    for review in reviews:
        part.add(review.text, words_of(review.text), int(review.label == grammar.GOOD), review.kind)
    return part


def look_at(path: Path, hp: Params) -> None:
    """See whether this can be trained on: small data whole, large ones by their beginning.

    Raises Trouble.
    """
    from lessons.kit.data.sources.folders import files_below, is_folder, size_of_all
    from lessons.kit.data.text.corpus import peek_corpus

    _, size = size_of_all(files_below(path) if is_folder(path) else [path])
    if size <= AT_ONCE:
        read_data(path, hp, silent)
    else:
        peek_corpus(path, hp.as_dict()["encoding"])


def read_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """The reviews that come with the lesson, or a file of the learner's."""
    settings: dict[str, Any] = hp.as_dict()
    if path is not None:
        split, summary = read_split(path, settings, progress)
        return Data(Reviews(split), summary)
    split = made_up(settings["task"], settings["fillers"], settings["unseen"])
    source = "reviews that a small grammar made up, which come with the lesson"
    if settings["task"] == "twelve":
        source = "twelve sentences, and others to test on, which come with the lesson"
    counts = {"train": len(split.train), "valid": len(split.valid), "test": len(split.test)}
    return Data(Reviews(), {"source": source, "classes": split.classes, "texts": counts})
