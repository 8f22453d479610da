"""What a learner can ask: what a hidden word is, and on which side a sentence is."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from torch import Tensor

from lessons.kit.errors import visible
from lessons.kit.loop import Saved
from lessons.lesson16_bert.material import Material
from lessons.lesson16_bert.measures import guesses, probabilities, tokens_of
from lessons.lesson16_bert.model import Net
from lessons.lesson16_bert.texts import FIRST, HIDDEN, MARKS, UNKNOWN, Texts
from lessons.shared.labelled.wording import Words, words_of

PROMPT = "A sentence; with [MASK] in it, what stands there; v asks another network"
MASK = re.compile(r"\[mask\]|_{2,}", re.IGNORECASE)
SHOWN = 6


def answer(model: Net, own: Material, found: Saved, question: str) -> str:
    """The likeliest words at each [MASK]; of a sentence without one, its class."""
    words = read_words(own, question)
    if not words:
        return f"type {PROMPT[0].lower()}{PROMPT[1:]}"
    texts = Texts.of([words], own.vocabulary, own.longest)
    tokens = tokens_of(texts, np.zeros(1, np.int64), model.bias.device)  # (1, T)
    codes = zip(words, tokens[0, 1:].tolist(), strict=True)
    unknown = [word for word, code in codes if code == UNKNOWN]
    if own.real:
        unknown = own.real.unknown(question)
    said = hidden(model, own, tokens) if HIDDEN in tokens else sided(model, own, found, texts)
    strange = f" It does not know {visible(', '.join(unknown))}." if unknown else ""
    return f"{said}{strange}"


def read_words(own: Material, question: str) -> Words:
    """The words of a question, or its pieces; none where there is nothing to read."""
    parts = MASK.split(question)
    if own.real:
        (pieces,) = own.real.cut([MARKS[HIDDEN].join(parts)], own.longest)
        return pieces if len(pieces) > 1 else []
    words = words_of(parts[0])
    for piece in parts[1:]:
        words += [MARKS[HIDDEN], *words_of(piece)]
    return words[: own.longest - 1]


def hidden(model: Net, own: Material, tokens: Tensor) -> str:
    """The likeliest words at every hidden place."""
    if own.real and not own.real.can_guess:
        return "These weights have no head that guesses hidden words; ask for a sentence's class."
    return "; ".join(told(own, p) for p in guesses(model, tokens)) + "."


def told(own: Material, p: Tensor) -> str:
    """Some words with their probabilities."""
    best = p.topk(min(SHOWN, len(p) - FIRST))
    pairs: Sequence[tuple[Tensor, Tensor]] = list(zip(*best, strict=True))
    return ", ".join(f"{own.vocabulary.name(int(at))} {float(p):.0%}" for p, at in pairs)


def sided(model: Net, own: Material, found: Saved, texts: Texts) -> str:
    """The class of a sentence, and how many labels have taught it."""
    if not own.classes:
        return "There are no labels, so it knows no classes; hide a word: [MASK]."
    labels = int(found.value["labels"])
    if not labels:
        return "It has seen no label yet, so it knows no classes; hide a word: [MASK]."
    p = probabilities(model, texts, np.zeros(1, np.int64))[0]
    best = int(p.argmax())
    return f"{visible(own.classes[best])}, {float(p[best]):.0%}, after {labels:,} labels."
