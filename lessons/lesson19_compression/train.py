"""Compression: a network is trained, rounded to few bits, and asked what it still knows.

Read in this order: this file, with the loop; quantise.py, rounding by hand; pruning.py, which
weights become zero; distil.py, a small network that learns from a large one; packed.py and
measured.py, the bytes of a file that is written and the time of passes that are run.
"""

import math
from collections.abc import Iterator
from functools import partial

import torch
import torch.nn.functional as F

from lessons.kit.loop import Event, Question, Run, Step
from lessons.lesson19_compression import Compression, distil
from lessons.lesson19_compression.asking import answer, prompt
from lessons.lesson19_compression.model import Problem, get_batch, problem_of
from lessons.lesson19_compression.pruning import Pruner, due_share
from lessons.lesson19_compression.quantise import quantised
from lessons.lesson19_compression.shown import Shown


def schedule(step: int, total: int) -> float:
    """The share of the learning rate: from 1 down to 0 along half a cosine."""
    return (1 + math.cos(math.pi * step / total)) / 2


def train(hp: Compression, run: Run) -> Iterator[Event]:
    """Train; with `aware`, the loss is that of the rounded weights."""
    if hp.task == "distillation":
        yield from distil.train(hp, run)
        return
    problem = problem_of(hp, run)
    if hp.task == "pruning":
        yield from prune(hp, run, problem)
        return
    model = problem.model
    optimizer = torch.optim.Adam(model.parameters(), lr=hp.lr)
    shown = Shown(hp, run, problem)
    is_kept = problem.is_trained and not hp.aware  # a run of the learner's stays as it is
    yield Question(prompt(problem), partial(answer, problem, shown.small, shown.times))

    for step in run.steps(hp.steps, model=model, optimizer=optimizer):
        batch = get_batch(problem.train, hp.batch)
        model.train(not is_kept)
        if hp.aware:
            with quantised(model, hp.bits, hp.scales):  # the weights stand on their grid …
                loss = F.cross_entropy(model(*batch.inputs), batch.labels)
                optimizer.zero_grad()
                loss.backward()  # … and the gradient is found there …
        else:
            loss = F.cross_entropy(model(*batch.inputs), batch.labels)
            optimizer.zero_grad()
            loss.backward()
        for group in optimizer.param_groups:
            group["lr"] = hp.lr * schedule(step, hp.steps)  # the learner may be turning this knob
        if not is_kept:
            optimizer.step()  # … but the step is taken by the weights that were rounded

        figures = yield from shown.at(step)
        yield Step(loss=loss, **figures)


def prune(hp: Compression, run: Run, problem: Problem) -> Iterator[Event]:
    """Train for half of the steps, set weights to zero, and train what is left."""
    model = problem.model
    optimizer = torch.optim.Adam(model.parameters(), lr=hp.lr)
    pruner = Pruner(model, hp.criterion)
    shown = Shown(hp, run, problem)
    begin = 0 if problem.is_trained else hp.steps // 2
    is_kept = problem.is_trained and hp.schedule == "never"
    yield Question(prompt(problem), partial(answer, problem, shown.small, shown.times))

    for step in run.steps(hp.steps, model=model, optimizer=optimizer, pruner=pruner):
        pruner.prune(due_share(hp.schedule, hp.sparsity, step, begin, hp.steps))
        batch = get_batch(problem.train, hp.batch)
        model.train(not is_kept)
        loss = F.cross_entropy(model(*batch.inputs), batch.labels)
        optimizer.zero_grad()
        loss.backward()
        for group in optimizer.param_groups:
            group["lr"] = hp.lr  # the learner may be turning this knob
        if not is_kept:
            optimizer.step()
            pruner.apply()  # a step moves zeros too: back with them

        figures = yield from shown.at(step)
        yield Step(loss=loss, **figures)
