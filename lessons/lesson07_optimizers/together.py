"""The loop of train.py for several seeds at once: the same networks, batches, rates and steps.

Every tensor has one axis more, in front: S, the networks. The sweep's copies are (S, L, …).
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import torch
from torch import Tensor

from lessons.kit.loop import Question, Run
from lessons.kit.speed.stack import Stack, cross_entropies, each, in_step, linear, shares
from lessons.kit.stream.loop_events import Of, Step
from lessons.lesson07_optimizers import Optimizers, network
from lessons.lesson07_optimizers.library import optimizer_of, set_rate
from lessons.lesson07_optimizers.measures import (
    ASKS,
    LOOKS,
    RATES,
    Rows,
    Seen,
    pictures,
    said_of,
)
from lessons.lesson07_optimizers.network import MLP, get_batch
from lessons.lesson07_optimizers.rules import Memory
from lessons.lesson07_optimizers.sweep import Sweep, kept
from lessons.shared.predicted import Predicted


def suits(hp: Optimizers) -> bool:
    """Only the network: a walk of two numbers is one batched computation already."""
    return hp.landscape == "network"


def read(stack: Stack, x: Tensor) -> Tensor:
    """Logits, (S, B, C), for inputs (S, B, F)."""
    h = linear(x, stack["hidden.weight"], stack["hidden.bias"]).relu()  # (S, B, H)
    return linear(h, stack["head.weight"], stack["head.bias"])


class Part:
    """One network's copies among all that are swept, kept as a sweep of its own keeps them."""

    def __init__(self, whole: Sweep, place: int) -> None:
        self.whole, self.place = whole, place

    @property
    def weights(self) -> list[Tensor]:
        """Its copies' weights, (L, …)."""
        return [w[self.place] for w in self.whole.weights]

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        at = self.place
        past = [Memory(p.mean[at], p.square[at], p.top[at], p.steps) for p in self.whole.past]
        return kept(self.weights, past)

    def load_state_dict(self, saved: dict[str, Any]) -> None:
        """Take it back."""
        for w, own in zip(self.weights, saved["weights"], strict=True):
            w.copy_(own)
        for past, own in zip(self.whole.past, saved["past"], strict=True):
            memory = Memory(**own)
            for whole, tensor in zip(past.tensors, memory.tensors, strict=True):
                whole[self.place] = tensor
            past.steps = max(past.steps, memory.steps)  # who ended early has fewer


def train(hp: Optimizers, runs: Sequence[Run]) -> Iterator[Of | list[Step]]:
    """Draw a batch, predict, find the gradient, step: at one rate, and at nine beside it."""
    rows = Rows(runs[0].data, runs[0].device)
    models = each(runs, lambda run: MLP(rows.inputs, hp.hidden, len(rows.classes)).to(run.device))
    stack = Stack(models, read)
    optimizer = optimizer_of(hp, stack.parameters())
    sweep = Sweep(list(stack.parameters()), network.cross_entropies, hp, RATES, copied_at=1)
    parts = [Part(sweep, place) for place in range(len(runs))]
    predicted = [
        Predicted(run.data, model, run.device) for run, model in zip(runs, models, strict=True)
    ]
    for place, model in enumerate(models):
        yield Of(place, Question(ASKS, partial(said_of, model, rows)))

    state: dict[str, Sequence[Any]] = {
        "optimizer": shares(optimizer, runs),
        "sweep": parts,
        "predicted": predicted,
    }
    for step in in_step(runs, hp.steps, model=models, **state):
        drawn = each(runs, lambda run: get_batch(rows.x, rows.y, hp.batch))
        x, y = (torch.stack(some) for some in zip(*drawn, strict=True))  # (S, B, F), (S, B)
        losses = cross_entropies(stack(x), y)  # (S,)

        optimizer.zero_grad()
        losses.sum().backward()  # the sum, so that each network moves as it would alone
        set_rate(optimizer, hp.lr)
        optimizer.step()
        sweep.step(x[:, None], y[:, None])

        found = [dict[str, float]() for _ in runs]
        for place, run in enumerate(runs):
            if run.time_to_show(step, LOOKS, first=(1,)):
                seen = Seen(rows, models[place], parts[place].weights)
                yield from (Of(place, p) for p in pictures(hp, seen, step))
                found[place] = seen.scalars
        yield [Step(loss=loss, **more) for loss, more in zip(losses.detach(), found, strict=True)]
