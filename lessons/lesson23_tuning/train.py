"""Tuning: try one setting after another, keep the best, and see what it is worth elsewhere.

Read in this order: this file, where a ridge regression is tuned on a few rows; ridge.py, the rows
and the model; points.py, what a search proposes; toy.py, real.py and halving.py, three more
experiments, each with its own loop.

Seeds are not trained in one loop here: one seed is many searches already, solved as one tensor, so
eight seeds in one would be as much arithmetic as eight.
"""

from collections.abc import Iterator

import torch

from lessons.kit.loop import Event, Question, Run, Step
from lessons.lesson23_tuning import Tuning, halving, real, toy
from lessons.lesson23_tuning.asking import PROMPT, answer
from lessons.lesson23_tuning.pictures import pictures
from lessons.lesson23_tuning.ridge import Ridge, drawn, rows_of
from lessons.lesson23_tuning.tried import Tried

OTHERS = {"search": toy.train, "real": real.train, "halving": halving.train}
LOOKS = 30


def train(hp: Tuning, run: Run) -> Iterator[Event]:
    """Draw a setting, solve, validate; the best so far is the one with the highest score."""
    if hp.task in OTHERS:
        yield from OTHERS[hp.task](hp, run)
        return
    rows = rows_of(hp, run.data, run.device)
    ridge = Ridge(rows)
    tried = Tried(rows, hp.steps)
    yield Question(PROMPT, lambda text: answer(text, hp, tried, ridge))

    for step in run.steps(hp.steps, tried=tried):
        penalty, kept = (each.to(run.device) for each in drawn(hp, rows))  # (R,), (R, F)
        weights, bias = ridge.solve(penalty, kept)  # (R, F, C), (R, 1, C)
        said = (rows.x @ weights.float() + bias.float()).argmax(2)  # (R, N)
        tried.add(said == rows.y, torch.log10(penalty))
        figures = tried.figures(hp.valid)  # the learner may be turning this knob

        if run.time_to_show(step, LOOKS):
            yield from pictures(tried, hp.valid)
        yield Step(**figures)
