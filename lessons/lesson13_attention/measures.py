"""What is measured of a network: right answers, where it looks, and whether order matters to it."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from lessons.lesson13_attention.by_hand import entropy
from lessons.lesson13_attention.model import Reader
from lessons.lesson13_attention.tasks import Batch, Recall, Task

SIZES = (2, 4, 8, 16, 32, 64, 128, 256)
"""Pairs that are read at once, to see whether it has learned to look, or eight places."""


@dataclass(frozen=True)
class Look:
    """How a network does on the test, at one moment."""

    scores: dict[str, Tensor | float]
    entropies: Tensor
    """Of each head, in nats, the mean over all questions: (H,)."""


@torch.no_grad()
def looked(model: Reader, task: Task, batch: Batch, *, is_last: bool) -> Look:
    """The test; at the end once more, with its tokens in other places."""
    logits = model(batch.asked, batch.told)  # (B, Q, V)
    weights = model.weights(batch.asked, batch.told)  # (B, H, Q, T)
    entropies = entropy(weights).mean((0, 2))  # (H,)
    scores: dict[str, Tensor | float] = {
        "accuracy": (logits.argmax(2) == batch.target).double().mean(),
        "weight": on_the_right(weights, batch.at).mean(),
        "entropy": entropies.mean(),
        "heads_apart": (weights.amax(1) - weights.amin(1)).mean(),
    }
    if is_last:
        scores["moved"] = moved(model, task, batch, logits)
    return Look(scores, entropies)


def on_the_right(weights: Tensor, at: Tensor) -> Tensor:
    """The weight on the token that has the answer, (B, H, Q, 1), of (B, H, Q, T)."""
    places = at[:, None, :, None].expand(-1, weights.shape[1], -1, 1)
    return weights.gather(3, places)


def moved(model: Reader, task: Task, batch: Batch, logits: Tensor) -> Tensor:
    """How far answers move as the tokens change places, of the largest score; 0 if not at all.

    Where every token asks for itself, the answers are to change places with them.
    """
    order = torch.randperm(task.length, generator=torch.Generator().manual_seed(2)).to(
        logits.device
    )
    told = batch.told[:, order]
    if task.asks_have_places:
        others, same = model(batch.asked[:, order], told), logits[:, order]
    else:
        others, same = model(batch.asked, told), logits
    apart: Tensor = (others - same).abs().max()
    return apart / logits.abs().max()


@torch.no_grad()
def by_pairs(model: Reader, task: Recall) -> list[tuple[float, float]]:
    """How often it is right if it reads fewer pairs than it was taught with, or more."""
    found = []
    for pairs in SIZES:
        if pairs <= task.most:
            test = task.test(pairs)
            logits = model(test.asked, test.told)
            right = (logits.argmax(2) == test.target).double().mean()
            found.append((float(pairs), float(right)))
    return found
