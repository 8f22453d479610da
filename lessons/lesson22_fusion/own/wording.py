"""Captions as numbers: how often each word is there, weighted by how rare it is. No torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lessons.shared.dataset import Numbers
from lessons.shared.labelled.wording import words_of


@dataclass(frozen=True, eq=False)
class Counted:
    """What was learned of the training texts alone: which words there are, and how rare each is."""

    vectorizer: Any
    words: list[str]

    def of(self, texts: Sequence[str]) -> Numbers:
        """(N, V), each row of length 1; all 0 where no word is known."""
        rows: Numbers = self.vectorizer.transform(texts).toarray().astype(np.float32)
        return rows

    def one(self, text: str) -> Numbers:
        """(1, V)"""
        return self.of([text])

    @property
    def said(self) -> str:
        """The note about them."""
        return f"{len(self.words):,} words of the training texts are counted (--set vocabulary=N)"


def counted_in(texts: Sequence[str], most: int) -> Counted:
    """The most frequent words of these texts, weighted by TF-IDF (Spärck Jones, 1972)."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # 1 s, and only for own data

    vectorizer = TfidfVectorizer(analyzer=words_of, max_features=most, sublinear_tf=True)
    vectorizer.fit(texts)
    return Counted(vectorizer, [str(word) for word in vectorizer.get_feature_names_out()])
