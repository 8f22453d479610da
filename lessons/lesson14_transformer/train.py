"""The loop: a transformer reads from left to right, and is asked at each token what follows.

Read in this order: this file; model.py, the network; positions.py, how it is told of places;
induction.py and characters.py, what it is asked; writing.py, how it writes.
"""

from collections.abc import Iterator
from functools import partial
from math import cos, pi
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from lessons.kit.loop import Event, Question, Run, Step
from lessons.lesson14_transformer import Transformer
from lessons.lesson14_transformer.looks import Looks
from lessons.lesson14_transformer.model import CausalTransformer

WARM, LEAST = 0.1, 0.05
"""The learning rate climbs for a tenth of the steps, and falls to so small a share of itself."""
LONGEST = 1.0
"""Of a gradient (lesson 3)."""


def schedule(step: int, total: int) -> float:
    """The share of the learning rate at this step: a climb, and half a cosine down."""
    down = (1 + cos(pi * step / total)) / 2
    return min(1.0, step / (WARM * total)) * (LEAST + (1 - LEAST) * down)


def optimizer_of(model: nn.Module, hp: Transformer, axes: int = 2) -> torch.optim.AdamW:
    """AdamW; only matrices decay (lesson 7), not biases and norms, which have fewer axes."""
    matrices = [weight for weight in model.parameters() if weight.ndim >= axes]
    others = [weight for weight in model.parameters() if weight.ndim < axes]
    groups: list[dict[str, Any]] = [{"params": matrices}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(
        groups, lr=hp.lr, betas=(0.9, 0.98), weight_decay=hp.weight_decay, fused=True
    )


def train(hp: Transformer, run: Run) -> Iterator[Event]:
    """Read, predict what follows each token, find the gradient, step."""
    looks = Looks(hp, run)
    task = looks.task
    model = CausalTransformer(task.tokens, hp).to(run.device)
    optimizer = optimizer_of(model, hp)
    run.in_words = lambda seen: [task.in_words(row) for row in seen]
    yield Question(task.prompt, partial(task.answer, model))

    state = {"model": model, "optimizer": optimizer, "noticed": looks.noticed}
    for step in run.steps(hp.steps, **state):
        seen, following = task.get_batch()  # (B, T), (B, T)
        logits = model(seen)  # (B, T, V)
        loss = F.cross_entropy(logits.flatten(0, 1), following.flatten())

        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), LONGEST)
        for group in optimizer.param_groups:
            group["lr"] = hp.lr * schedule(step, hp.steps)  # the learner may be turning this knob
        optimizer.step()

        yield from looks.pictures(model, step)
        yield Step(loss=loss, **looks.scores)
