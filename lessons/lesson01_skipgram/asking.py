"""Questions to a table of vectors: a word's neighbours, or the nearest to a sum of words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

import torch.nn.functional as F
from torch import Tensor

from lessons.kit.errors import visible
from lessons.lesson01_skipgram.pictures import nearest, nearest_to
from lessons.lesson01_skipgram.text import Corpus

PROMPT = "A word, or a sum such as king - man + woman"
MOST, LONGEST = 8, 40
SIGNS = {"−": "-", "–": "-"}


def answer(question: str, vectors: Tensor, text: Corpus) -> str:
    """What is near: vectors are (V, D). Words that are not known get the like of them instead."""
    terms = _terms(question, text)
    if not terms:
        return f"Ask for a word, such as {text.words[len(text.words) // 2]}, or for a sum of words."
    unknown = [word for _, word in terms if word not in text.number]
    if unknown:
        return "\n".join(_not_known(word, text) for word in unknown[:3])
    unit = F.normalize(vectors, dim=-1)
    if len(terms) == 1 and terms[0][0] > 0:
        return "nearest: " + ", ".join(nearest(unit, text, terms[0][1], MOST))
    total = sum(sign * unit[text.number[word]] for sign, word in terms)
    assert isinstance(total, Tensor)
    return "nearest: " + ", ".join(nearest_to(total, unit, text, MOST))


def _terms(question: str, text: Corpus) -> list[tuple[int, str]]:
    """The words with their signs: "king - man + woman" → (1, king), (−1, man), (1, woman)."""
    for other, plain in SIGNS.items():
        question = question.replace(other, plain)
    terms, sign = [], 1
    for piece in _pieces(question, text):
        if piece in ("+", "-"):
            sign = -1 if piece == "-" else 1
        else:
            terms.append((sign, piece))
            sign = 1
    return terms


def _pieces(question: str, text: Corpus) -> Iterator[str]:
    """Words and signs. A sign inside a word that is known belongs to it, as in a well-known one."""
    for piece in question.split():
        word = text.spelled(piece)
        if word in text.number:
            yield word
        else:
            yield from filter(None, re.split(r"([+-])", word))


def _not_known(word: str, text: Corpus) -> str:
    shown = visible(word if len(word) <= LONGEST else word[: LONGEST - 1] + "…")
    near = get_close_matches(word[:LONGEST], text.words[:50_000], n=3)
    like = f" Like it: {', '.join(near)}." if near else ""
    return f"{shown!r} is not among the {len(text.words):,} words of this text.{like}"
