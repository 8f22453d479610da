"""Batches of texts, with labels and without. Rows are drawn on the CPU, so that no GPU is asked."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from lessons.lesson16_bert.material import Material
from lessons.lesson16_bert.measures import balanced, tokens_of
from lessons.lesson16_bert.texts import Numbers

WINDOW = 16
"""Batches from short to long that one batch is drawn from: their texts need little padding."""


class Batches:
    """The texts of a run, as its network draws them. Which of them have labels is drawn at once."""

    def __init__(self, own: Material, device: torch.device) -> None:
        self.own = own
        self.device = device
        parts = (own.split.train, own.split.test) if own.split else ()
        on_cpu = [np.array(part.labels, np.int64) for part in parts] or [np.zeros(0, np.int64)] * 2
        self.order = balanced(on_cpu[0])
        """The texts to learn from: the first 16 of them are the 16 that have a label."""
        self.taught, self.tested = (torch.from_numpy(each).to(device) for each in on_cpu)

    def unlabelled(self, size: int) -> Tensor:
        """Texts to hide words of, (B, T)."""
        texts = self.own.pretraining
        return tokens_of(texts, texts.order[drawn(len(texts), size)], self.device)

    def rows(self, count: int) -> Numbers:
        """The texts that have a label where `count` do."""
        return self.order[:count]

    def labelled(self, count: int, size: int) -> tuple[Tensor, Tensor]:
        """Some of the first `count` texts, (B, T), with their labels, (B,)."""
        rows = self.rows(count)
        if count > WINDOW * size:
            lengths = self.own.train.lengths[rows]
            rows = rows[np.argsort(lengths, kind="stable")]
        some = rows[drawn(count, min(count, size))]
        places = torch.from_numpy(some).to(self.device, non_blocking=True)
        return tokens_of(self.own.train, some, self.device), self.taught[places]


def drawn(count: int, size: int) -> Numbers:
    """Places of texts that lie in order of length: of very many, some that are neighbours."""
    window = min(count, WINDOW * size)
    first = torch.randint(count, (1,)) if window < count else torch.zeros(1, dtype=torch.long)
    return ((first + torch.randint(window, (size,))) % count).numpy()
