"""The vectors in the text format of word2vec, which gensim and many others read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

LINES = 200
"""Words in one piece of text."""


def word2vec(state: dict[str, Any]) -> Iterator[str]:
    """From what a checkpoint keeps: a line "V D", then a line for each word and its D numbers.

    The vectors are those of the words as centres, of the first start: `model.centres` (R, V, D).
    """
    words: list[str] = state["words"]["value"]
    vectors = state["model"]["centres"][0]
    yield f"{len(words)} {vectors.shape[1]}\n"
    for start in range(0, len(words), LINES):
        some = slice(start, start + LINES)
        rows = zip(words[some], vectors[some].tolist(), strict=True)
        yield "".join(f"{_unspaced(word)} {_numbers(row)}\n" for word, row in rows)


def _unspaced(word: str) -> str:
    """A space inside a word would end it: none of ours has one, but a reader must not stumble."""
    return "_".join(word.split()) or "_"


def _numbers(row: list[float]) -> str:
    return " ".join(f"{x:.6g}" for x in row)
