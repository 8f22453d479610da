"""Batches of texts, with labels and without. Rows are drawn on the CPU, so that no GPU is asked."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from lessons.lesson16_bert import Bert
from lessons.lesson16_bert.material import Material
from lessons.lesson16_bert.measures import balanced, tokens_of
from lessons.lesson16_bert.texts import Numbers

WINDOW = 16
"""Batches from short to long that one batch is drawn from: their texts need little padding."""

STRIDE, SCALE = 8191, 43_758.5453
"""Places between two texts, and what makes the digits of a sine look like chance."""


class Batches:
    """The texts of a run, as its network draws them. Which of them have labels is drawn at once."""

    def __init__(self, hp: Bert, own: Material, device: torch.device) -> None:
        self.own = own
        self.longer = hp.longer
        texts = own.pretraining.order
        self.unlabelled_rows = texts[texts < hp.texts] if hp.texts else texts
        self.is_hidden_once = hp.masks == "once"
        self.device = device
        parts = (own.split.train, own.split.test) if own.split else ()
        on_cpu = [np.array(part.labels, np.int64) for part in parts] or [np.zeros(0, np.int64)] * 2
        self.order = balanced(on_cpu[0])
        """The texts to learn from: the first 16 of them are the 16 that have a label."""
        self.taught, self.tested = (torch.from_numpy(each).to(device) for each in on_cpu)

    def unlabelled(self, size: int) -> tuple[Tensor, Tensor | None]:
        """Texts to hide words of, (B, T), and numbers that decide which, where they stay the same.

        These are (B, T) too, from 0 to 1; without them it is chance.
        """
        rows = self.unlabelled_rows[drawn(len(self.unlabelled_rows), size)]
        tokens = tokens_of(self.own.pretraining, rows, self.device)
        return tokens, always(rows, tokens) if self.is_hidden_once else None

    def rows(self, count: int) -> Numbers:
        """The texts that have a label where `count` do."""
        return self.order[:count]

    def labelled(self, count: int, size: int) -> tuple[Tensor, Tensor]:
        """Some of the first `count` texts, (B, T), with their labels, (B,)."""
        rows = self.rows(count)
        weights = None
        if count > WINDOW * size:
            lengths = self.own.train.lengths[rows]
            by_length = np.argsort(lengths, kind="stable")
            rows = rows[by_length]
            weights = lengths[by_length] ** self.longer if self.longer else None
        some = rows[drawn(count, min(count, size), weights)]
        places = torch.from_numpy(some).to(self.device, non_blocking=True)
        return tokens_of(self.own.train, some, self.device), self.taught[places]


def drawn(count: int, size: int, weights: Numbers | None = None) -> Numbers:
    """Places of texts that lie in order of length: of very many, some that are neighbours.

    With `weights`, a text is drawn about in proportion to its own.
    """
    window = min(count, WINDOW * size)
    if weights is not None:
        first = heavy(weights) - torch.randint(window, (1,))  # so that it may be any of them
        first = first.clamp(0, count - window)  # the longest have no shortest for neighbours
    else:
        first = torch.randint(count, (1,)) if window < count else torch.zeros(1, dtype=torch.long)
    return ((first + torch.randint(window, (size,))) % count).numpy()


def always(rows: Numbers, tokens: Tensor) -> Tensor:
    """A number from 0 to 1 for each place of these texts, (B, T): as if drawn, always the same."""
    places = torch.from_numpy(rows)[:, None] * STRIDE + torch.arange(tokens.shape[1])
    return (places.double().sin() * SCALE % 1).to(tokens.device)


def heavy(weights: Numbers) -> Tensor:
    """One place, (1,), drawn in proportion to these weights."""
    until = torch.from_numpy(np.cumsum(weights, dtype=np.float64))
    place = torch.searchsorted(until, torch.rand(1, dtype=torch.float64) * until[-1], right=True)
    return place.clamp(max=len(until) - 1)
