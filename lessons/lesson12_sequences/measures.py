"""What is measured of a network: its score, and how much each step's input moves an answer."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.lesson12_sequences.model import Reader
from lessons.lesson12_sequences.tasks import IGNORED, Batch, Task

AT_ONCE = 500
"""Sequences in one pass of a test."""
ASKED = 16
"""Sequences whose inputs are changed, step by step."""
MOST_OFFSETS = 26
"""Steps that are changed in each of them."""


def loss_of(said: Tensor, y: Tensor) -> Tensor:
    """Cross-entropy over the tags that are asked, or the squared error of a number."""
    if said.shape[-1] == 1:
        return F.mse_loss(said[:, 0], y)
    return F.cross_entropy(said.flatten(0, -2), y.flatten(), ignore_index=IGNORED)


def score_of(said: Tensor, y: Tensor) -> Tensor:
    """The share of the tags that are asked and right; of a number the mean squared error."""
    if said.shape[-1] == 1:
        return loss_of(said, y)
    is_asked = y != IGNORED
    return ((said.argmax(-1) == y) & is_asked).sum() / is_asked.sum()


@torch.no_grad()
def said_of(model: Reader, batch: Batch) -> Tensor:
    """What the network says of every sequence: (N, T, C) or (N, C)."""
    was_training = model.training
    model.eval()
    starts = range(0, len(batch.lengths), AT_ONCE)
    said = torch.cat([_read(model, batch.rows(slice(at, at + AT_ONCE))) for at in starts])
    model.train(was_training)
    return said


def _read(model: Reader, piece: Batch) -> Tensor:
    """No farther than its longest sequence goes, unless it is the padding that is read."""
    width = piece.x.shape[1]
    if model.whole:
        x = piece.x if model.read == "padded" else piece.x[:, : int(piece.lengths.max())]
        return model(x, piece.lengths)  # type: ignore[no-any-return]
    said = model(piece.x[:, : int(piece.lengths.max())], piece.lengths)
    return F.pad(said, (0, 0, 0, width - said.shape[1]))


def offsets_of(task: Task, batch: Batch, far: int) -> list[int]:
    """Steps before (below 0) and after the one that is asked: few, or evenly taken from many."""
    width = batch.x.shape[1]
    if not task.whole:
        return list(range(-min(far, width // 2), min(3, (width - 1) // 2) + 1))
    every = max(1, -(-width // MOST_OFFSETS))
    return list(range(-(width - 1) // every * every, 1, every))


@torch.no_grad()
def influence(model: Reader, task: Task, batch: Batch, far: int) -> list[tuple[int, float]]:
    """How much one answer moves if the input k steps from it is another one, for each k.

    The answer of a step in the middle of each sequence; or the one that the whole has, and k is
    counted back from its last step. Of probabilities, half the sum of what they move by.
    """
    some = batch.rows(slice(0, ASKED))
    offsets = torch.tensor(offsets_of(task, some, far), device=some.x.device)  # (K,)
    asked = some.lengths - 1 if task.whole else some.lengths // 2  # (B,)
    places = asked + offsets[:, None]  # (K, B)
    is_there = (places >= 0) & (places < some.lengths)
    inside = places.clamp(min=0).minimum(some.lengths - 1).flatten()
    many = some.rows(torch.arange(len(asked), device=asked.device).repeat(len(offsets)))
    changed = Batch(task.disturbed(many.x, inside), many.lengths, many.y)
    after = _answers(model, task, changed, asked.repeat(len(offsets))).unflatten(0, places.shape)
    moved = (after - _answers(model, task, some, asked)).abs().sum(2)  # (K, B)
    mean = (moved * is_there).sum(1) / is_there.sum(1).clamp(min=1)
    if task.classes:
        mean = mean / 2
    return list(zip(offsets.tolist(), mean.tolist(), strict=True))


def _answers(model: Reader, task: Task, batch: Batch, asked: Tensor) -> Tensor:
    said = said_of(model, batch)
    if not task.whole:
        said = said[torch.arange(len(said), device=said.device), asked]  # (B, C)
    return said.softmax(-1) if task.classes else said


def truth_table(said: Tensor, batch: Batch) -> Tensor:
    """The mean probability of tag 1 for each (x_t, x_{t+1}), (2, 2); of bits as −1 and 1."""
    p = said.softmax(-1)[:, :-1, 1]  # (N, T − 1)
    bits = (batch.x[:, :, 0] > 0).long()  # (N, T)
    pair = 2 * bits[:, :-1] + bits[:, 1:]
    t = torch.arange(pair.shape[1], device=pair.device)
    is_asked = (batch.y[:, :-1] != IGNORED) & (t < batch.lengths[:, None] - 1)
    kind = F.one_hot(pair, 4) * is_asked[:, :, None]  # (N, T − 1, 4)
    table = (kind * p[:, :, None]).sum((0, 1)) / kind.sum((0, 1)).clamp(min=1)
    return table.view(2, 2)


def at_the_end(said: Tensor, batch: Batch) -> Tensor:
    """The score at the last real step of each sequence, where nothing comes after."""
    rows = torch.arange(len(said), device=said.device)
    return score_of(said[rows, batch.lengths - 1], batch.y[rows, batch.lengths - 1])
