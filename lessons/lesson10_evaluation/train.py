"""Evaluation: one small network, and everything that is said of it afterwards.

Read in this order: this file, with the network and the loop; measures.py, every figure with its
formula; calibration.py; threshold.py, the pictures that the knob moves. luck.py and leaks.py are
two more experiments, each with its own loop.
"""

from collections.abc import Iterator
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.loop import Event, Question, Run, Saved, Step
from lessons.lesson10_evaluation import Evaluation, leaks, luck
from lessons.lesson10_evaluation.examples import examples_of
from lessons.lesson10_evaluation.pictures import floor_of, pictures
from lessons.lesson10_evaluation.testing import Judge, exactly_right, figures_of
from lessons.shared.dataset import Dataset
from lessons.shared.predicted import Predicted

LOOKS = 8  # at the test, over a run
PROMPT = "What does a miss cost (20:1), or a threshold (0.3)?"


class MLP(nn.Sequential):
    """Rows (N, F) to one logit each, (N,): z > 0 says positive."""

    def __init__(self, columns: int, hp: Evaluation) -> None:
        widths = [columns, *[hp.hidden] * hp.layers]
        hidden = [part for pair in pairwise(widths) for part in (nn.Linear(*pair), nn.ReLU())]
        super().__init__(*hidden, nn.Linear(hp.hidden, 1), nn.Flatten(0))


def balance(y: Tensor) -> Tensor:
    """The class weight of a positive: n₋ / n₊, so that both classes weigh alike in the loss."""
    return (1 - y).sum() / y.sum().clamp(min=1)


def is_due(step: int, steps: int) -> bool:
    """Whether the test is looked at after this step: it chooses nothing."""
    return step in (1, steps) or step % max(1, steps // LOOKS) == 0


def train(hp: Evaluation, run: Run) -> Iterator[Event]:
    """Draw rows, score them, step; look at the test."""
    if hp.task == "luck":
        yield from luck.train(hp, run)
        return
    if hp.task == "leaks":
        yield from leaks.train(hp, run)
        return
    examples = examples_of(hp, run.data, run.device)
    x, y = examples.train.x, examples.train.y  # (N, F), (N,)
    model = MLP(x.shape[1], hp).to(run.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=hp.lr)
    weight = balance(y) if hp.class_weights else None
    judge = Judge(model, examples, hp)
    looked = Saved({})  # the figures of the last look
    state = {"model": model, "optimizer": optimizer, "looked": looked}
    if isinstance(run.data, Dataset):  # the learner's table: its predictions can be exported
        state["predicted"] = Predicted(run.data, judge.both, run.device)
    yield Question(PROMPT, judge.answer)
    floor = exactly_right() if hp.task == "calibration" else {}  # the ECE of perfect probabilities

    for step in run.steps(hp.steps, **state):
        drawn = torch.randint(len(y), (hp.batch,), device=y.device)  # (B,)
        logits = model(x[drawn])  # (B,)
        loss = F.binary_cross_entropy_with_logits(logits, y[drawn], pos_weight=weight)

        optimizer.zero_grad()
        loss.backward()
        for group in optimizer.param_groups:
            group["lr"] = hp.lr  # the learner may be turning this knob
        optimizer.step()

        is_shown = run.time_to_show(step, LOOKS, first=(1, 5))
        if is_shown or is_due(step, hp.steps):
            look = judge.look()
            if is_due(step, hp.steps):
                looked.value = look.figures(hp.miss)
            if is_shown:
                yield from pictures(look, hp, run.data)
        if step == 1 and floor:
            yield floor_of(floor)
        yield Step(loss=loss, **looked.value, **figures_of(floor))
