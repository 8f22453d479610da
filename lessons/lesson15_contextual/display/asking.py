"""What a learner can ask: one sentence, or two with one word: which sense, and how alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from lessons.lesson15_contextual.measures import unit
from lessons.lesson15_contextual.model import MaskedWords, vectors
from lessons.lesson15_contextual.uses import Reading, Use
from lessons.shared.labelled.wording import words_of

if TYPE_CHECKING:
    from lessons.lesson15_contextual.display.judging import Judge

PROMPT = "A sentence with the word, or two with | between them"
PART = re.compile(r"[|;]")


def answer(model: MaskedWords, reading: Reading, judge: Judge, question: str) -> str:
    """Of one sentence the sense and its nearest uses; of two, how alike the word is in them."""
    texts = [text for text in PART.split(question) if words_of(text)]
    if not 1 <= len(texts) <= 2:
        return f"type one sentence with {named(reading)}, or two with | between them"
    sentences = [words_of(text) for text in texts]
    places = shared_word(sentences, reading)
    if not places:
        have = "the two sentences share" if len(texts) == 2 else "the sentence has"
        return f"{have} none of the words that are known here: {named(reading)}"
    uses = [reading.around(Use(words, at)) for words, at in zip(sentences, places, strict=True)]
    said = [judge.told(model, use) + unknown(use, reading) for use in uses]
    if len(uses) == 1:
        return said[0]
    a, b = unit(of(model, reading, uses))
    return f"cosine of the two {float(a @ b):.2f}\n" + "\n".join(said)


def named(reading: Reading) -> str:
    """The words that can be asked about."""
    return ", ".join(reading.words)


def shared_word(sentences: Sequence[Sequence[str]], reading: Reading) -> list[int]:
    """Where the word stands in each; the one that is shown, else another that is judged."""
    for forms in (reading.forms or (reading.word,), *[(word,) for word in reading.words]):
        places = [place(words, forms) for words in sentences]
        if all(at >= 0 for at in places):
            return places
    return []


def place(words: Sequence[str], forms: Sequence[str]) -> int:
    """Where the first of these forms stands; −1 where none does."""
    return next((at for at, word in enumerate(words) if word in forms), -1)


def unknown(use: Use, reading: Reading) -> str:
    """Which words of the sentence the network has never seen."""
    lost = [word for word in use.words if not reading.vocabulary.knows(word)]
    return f" (never seen: {', '.join(lost[:5])})" if lost else ""


def of(model: MaskedWords, reading: Reading, uses: Sequence[Use]) -> Tensor:
    """Vectors (N, D) of uses."""
    encoded = reading.encode(uses)
    device = next(model.parameters()).device
    tokens, at = (torch.from_numpy(each).to(device) for each in (encoded.tokens, encoded.at))
    return vectors(model.encoder, tokens, at)
