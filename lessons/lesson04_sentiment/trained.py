"""What another lesson reads of a run of this one: its network, and what it learned from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import torch
from torch import Tensor

from lessons.kit.engine.trained import Asked, Examples, Trained
from lessons.kit.loop import Run
from lessons.lesson04_sentiment import Sentiment
from lessons.lesson04_sentiment.explain import Classifier
from lessons.lesson04_sentiment.reviews import Reviews
from lessons.shared.labelled.splitting import Part
from lessons.shared.labelled.wording import words_of

PROMPT = "Type a review"


def trained(hp: Sentiment, run: Run, state: Mapping[str, Any]) -> Trained:
    """The weights that were best on validation, which are what the lesson tests."""
    reviews: Reviews = run.data
    split = reviews.split(hp)
    vocabulary, unknown = reviews.vocabulary(hp), reviews.code_of_unknown(hp)
    width = split.longest if hp.pooling == "padded" else 0
    reader = Classifier(state["chosen"], vocabulary, unknown, split.classes, width)
    nothing = torch.full((1, max(width, 1)), unknown, dtype=torch.int32), torch.tensor([1])
    return Trained(
        reader.model, "texts", split.classes, examples(reader, split.train),
        examples(reader, split.test), partial(read, reader), PROMPT,
        words=lambda words, lengths: [
            [vocabulary.decode([code]) or "?" for code in row[:length]]
            for row, length in zip(words, lengths.tolist(), strict=True)
        ],
        baseline=tuple(x.to(run.device) for x in nothing),
    )  # fmt: skip


def examples(reader: Classifier, part: Part) -> Examples:
    """The texts of a part: words (N, T), padded to the longest, and how many are real, (N,)."""
    texts = reader.texts(part)
    words, lengths, labels = texts.get_batch(torch.arange(len(texts)))
    return Examples((words, lengths), labels)


def read(reader: Classifier, text: str) -> Asked | str:
    """A typed text, cut as the lesson cuts it."""
    words = words_of(text)[: reader.model.hp.longest]
    if not words:
        return "There is no word in that."
    found = examples(reader, Part(words=[words], labels=[0]))
    inputs: tuple[Tensor, ...] = found.inputs
    return Asked(inputs, f"{len(words)} words", parts=words)
