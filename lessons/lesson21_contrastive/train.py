"""SimCLR: two views of each image, and a network that finds out which belong together.

Read in this order: this file; views.py, what is done to an image; loss.py, the loss and what is
measured beside it; by_hand.py, the loss and its gradient written out; probe.py, what it was good
for.
"""

import math
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor

from lessons.kit.loop import Event, Picture, Question, Run, Step
from lessons.lesson21_contrastive import Contrastive, by_hand
from lessons.lesson21_contrastive.asking import answer
from lessons.lesson21_contrastive.loss import (
    alignment,
    attraction,
    chance,
    nt_xent,
    retrieval,
    uniformity,
)  # fmt: skip
from lessons.lesson21_contrastive.model import Network
from lessons.lesson21_contrastive.shown import Shown
from lessons.lesson21_contrastive.views import views
from lessons.shared.asked import prompt
from lessons.shared.dataset import Dataset

WARM_UP, LOWEST = 0.3, 0.04
LOOKS, APART = 5, 20
"""At the probe between the first step and the last, and steps between: one costs as much as ten."""


def schedule(step: int, total: int) -> float:
    """The share of the learning rate: up from 1/25 in the first third, and down to 0."""
    peak = WARM_UP * total
    if step < peak:
        return LOWEST + (1 - LOWEST) * (1 - math.cos(math.pi * step / peak)) / 2
    return (1 + math.cos(math.pi * (step - peak) / (total - peak))) / 2


def train(hp: Contrastive, run: Run) -> Iterator[Event]:
    """Draw images, make two views of each, compare all with all, step."""
    data: Dataset = run.data
    x = torch.from_numpy(data.train.x).to(run.device)  # (N, C, H, W), without labels
    batch = min(hp.batch, len(x))
    model = Network(x.shape[1], max(x.shape[2:]), hp.head).to(run.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=hp.lr, fused=True)
    shown = Shown(hp, run, model)
    yield Question(prompt(data), lambda text: answer(model, data, shown.pool, text))

    for step in run.steps(hp.steps, model=model, optimizer=optimizer, steady=shown.steady):
        drawn = x[torch.randperm(len(x), device=x.device)[:batch]]  # (B, C, H, W)
        both = [views(drawn, hp.strength, hp.kind) for _ in range(2)]  # (B, C, H, W) each
        z = model(torch.cat(both))  # (2B, D), of length 1
        similar = z @ z.T  # (2B, 2B), cosines
        loss = nt_xent(similar, hp.tau) if hp.negatives else attraction(similar, hp.tau)

        optimizer.zero_grad()
        loss.backward()
        for group in optimizer.param_groups:
            group["lr"] = hp.lr * schedule(step, hp.steps)  # the learner may be turning this knob
        optimizer.step()

        scores: dict[str, Any] = measured(similar.detach(), hp.tau)
        if step == 1:
            apart = by_hand.compared(z, hp.tau)
            scores["by_hand"] = max(apart.values())
            yield Picture("by_hand", [[name, f"{value:.1e}"] for name, value in apart.items()])
            yield from shown.first()
        if run.time_to_show(step, times=30):
            yield from shown.often(model)
        if run.time_to_show(step, LOOKS, apart=APART, first=(1,)):
            found, judged = shown.judged(model, last=step == hp.steps)
            scores |= judged
            yield from found
        yield Step(loss=loss, **scores)


def measured(similar: Tensor, tau: float) -> dict[str, Tensor]:
    """What is measured at every step, of the cosines (2B, 2B) of its batch."""
    return {
        "below": chance(len(similar) // 2) - nt_xent(similar, tau),
        "retrieval": retrieval(similar),
        "alignment": alignment(similar),
        "uniformity": uniformity(similar),
    }
