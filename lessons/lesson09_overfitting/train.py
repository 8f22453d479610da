"""Overfitting: a network that learns by heart what it is taught, right or wrong.

Read in this order: this file, with the network and the loop; taught.py, the examples and their
wrong labels; regularizers.py, what is done against overfitting; then least_squares.py with
widths.py, where a model has ever more weights, and folds.py, which checks cross-validation.
"""

from collections.abc import Iterator
from functools import partial

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.loop import Event, Picture, Question, Run, Saved, Step
from lessons.lesson09_overfitting import Overfitting
from lessons.lesson09_overfitting.asking import answer
from lessons.lesson09_overfitting.folds import estimate
from lessons.lesson09_overfitting.pictures import PICTURES, TABLES, no_curves, pictures, results
from lessons.lesson09_overfitting.regularizers import EarlyStopping, augmented
from lessons.lesson09_overfitting.scores import cross_entropy, length, measured
from lessons.lesson09_overfitting.taught import (
    HELD_OUT,
    LOOKED_AT,
    TESTED,
    as_examples,
    draw_examples,
    sides_of,
)
from lessons.lesson09_overfitting.widths import sweep
from lessons.shared.dataset import Dataset
from lessons.shared.predicted import Predicted

WITHOUT_STEPS = {"widths": sweep, "folds": estimate}  # least squares, solved and not trained


class MLP(nn.Module):
    """Pixels, one hidden layer, a score for each class."""

    def __init__(self, inputs: int, hidden: int, classes: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(inputs, hidden)
        self.head = nn.Linear(hidden, classes)

    def forward(self, x: Tensor, dropout: float = 0.0) -> Tensor:
        """Logits (B, C) of inputs (B, F) or (B, 1, H, W); units are dropped in training only."""
        h = F.relu(self.hidden(x.flatten(1)))  # (B, H)
        h = F.dropout(h, dropout, training=dropout > 0)
        logits: Tensor = self.head(h)
        return logits


def get_rows(examples: int, batch: int) -> Tensor:
    """The places of a batch; all examples where they are no more than a batch."""
    return torch.randperm(examples)[:batch] if examples > batch else torch.arange(examples)


def train(hp: Overfitting, run: Run) -> Iterator[Event]:
    """Take a batch of what is taught, predict, find the gradient, step; look at the test."""
    if hp.task in WITHOUT_STEPS:
        yield from WITHOUT_STEPS[hp.task](hp, run)
        return
    data: Dataset = run.data
    taught, tested = draw_examples(hp, data, run.device), as_examples(data.test, run.device)
    model = MLP(taught.x.shape[1], hp.hidden, len(data.classes)).to(run.device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=hp.lr, weight_decay=hp.weight_decay)
    learned = round((1 - HELD_OUT) * len(taught)) if hp.early_stopping else len(taught)
    held_out = taught.some(learned, len(taught))  # nothing is learned from these
    best = EarlyStopping(model)
    judged = best.model if hp.early_stopping else model
    seen, unseen = taught.some(0, LOOKED_AT), tested.some(0, TESTED)
    are_wrong = bool(seen.is_wrong.any())
    curves = Saved(no_curves())
    yield Question("train 3, test 12, or wrong?", partial(answer, judged, data, taught, tested))

    state = {"model": model, "optimizer": optimizer, "best": best, "curves": curves}
    state |= {"predicted": Predicted(data, judged, run.device)}
    for step in run.steps(hp.steps, **state):
        rows = get_rows(learned, hp.batch)
        x, labels = taught.x[rows], taught.labels[rows]  # (B, F), (B,)
        if hp.augment:
            x = augmented(x, sides_of(data))
        logits = model(x, hp.dropout)  # (B, C)
        loss = F.cross_entropy(logits, labels, label_smoothing=hp.smoothing)

        optimizer.zero_grad()
        loss.backward()
        for group in optimizer.param_groups:  # the learner may be turning these knobs
            group["lr"], group["weight_decay"] = hp.lr, hp.weight_decay
        optimizer.step()

        with torch.no_grad():
            if hp.early_stopping:
                best.look(model, float(cross_entropy(model(held_out.x), held_out.labels)), step)
            on_taught, on_test = judged(seen.x), judged(unseen.x)  # (n, C), (N, C)
        scores = measured(
            on_taught, seen.labels, seen.truth, on_test, unseen.truth, are_wrong=are_wrong
        )
        if run.time_to_show(step, PICTURES):
            yield from pictures(step, curves, scores, data, taught, judged)
        if run.time_to_show(step, TABLES, first=(1,)):
            yield Picture("results", results(data, taught, judged, tested))
        yield Step(loss=loss, weights=length(list(judged.parameters())), **scores)
