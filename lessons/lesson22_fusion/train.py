"""Fusion: an image and a caption, one label, and five ways to put the two senses together.

Read in this order: this file; model.py, the networks; rules.py, how two opinions become one, and
what happens where a sense is missing; by_hand.py, Bayes' rule and the gradient written out.
"""

import math
from collections.abc import Iterator

import torch
from torch import Tensor

from lessons.kit.loop import Event, Question, Run, Step
from lessons.lesson22_fusion import Fusion
from lessons.lesson22_fusion.display.asking import Asked, prompt
from lessons.lesson22_fusion.display.shown import Shown
from lessons.lesson22_fusion.examples import Rows, problem_of
from lessons.lesson22_fusion.model import network
from lessons.lesson22_fusion.rules import loss_of, modality_dropout

Batch = tuple[Tensor, Tensor, Tensor]


def get_batch(rows: Rows, size: int, noise: float) -> Batch:
    """Images (B, F), captions (B, V) and classes (B,), drawn by chance."""
    drawn = torch.randint(len(rows.y), (size,), device=rows.y.device)
    return rows.images(noise, drawn), rows.captions[drawn], rows.y[drawn]


def schedule(step: int, total: int) -> float:
    """The share of the learning rate: from 1 down to 0 along half a cosine."""
    return (1 + math.cos(math.pi * step / total)) / 2


def train(hp: Fusion, run: Run) -> Iterator[Event]:
    """Draw pairs, take a sense away from some, score, step."""
    problem = problem_of(hp, run.data, run.device)
    model = network(hp.fusion, *problem.sizes, hp.hidden).to(run.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=hp.lr)
    shown = Shown(hp, run, problem, model)
    yield Question(prompt(problem), Asked(hp, problem, model).answer)

    for step in run.steps(hp.steps, model=model, optimizer=optimizer, **shown.kept):
        image, caption, y = get_batch(problem.train, hp.batch, hp.noise)  # (B, F), (B, V), (B,)
        image, caption = modality_dropout(image, caption, hp.dropout)  # a live knob
        scores = model(image, caption)  # (K, B, C)
        loss = loss_of(scores, y)

        optimizer.zero_grad()
        loss.backward()
        for group in optimizer.param_groups:
            group["lr"] = hp.lr * schedule(step, hp.steps)  # the learner may be turning this knob
        optimizer.step()

        figures, pictures = shown.after(step)
        yield from pictures
        yield Step(loss=loss, **figures)
