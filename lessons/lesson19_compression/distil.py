"""Distillation (Hinton, Vinyals and Dean, 2015): a student learns what its teacher says.

A label says: a 3. The teacher says: a 3, and a little an 8, and hardly a 1. Its scores z are
divided by a temperature T, so that the small probabilities count: p = softmax(z / T). The student's
loss is the cross-entropy with p at the same T, times T², which keeps the gradient's size.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator
from functools import lru_cache, partial

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.engine.trained import Examples
from lessons.kit.loop import Counts, Event, Picture, Question, Run, Step
from lessons.lesson19_compression import Compression
from lessons.lesson19_compression.asking import answer, prompt
from lessons.lesson19_compression.measured import accuracy, scores_of, told_times
from lessons.lesson19_compression.model import Problem, get_batch, problem_of
from lessons.lesson19_compression.packed import bytes_on_disk, write_plain

TEACHER_STEPS, TEACHER_LR, TEACHER_BATCH = 600, 2e-3, 64
TEMPERATURES = (1.0, 4.0, 10.0)
BIASES = torch.linspace(-5, 30, 71)
LOOKS, SHOWN = 40, 6


def train(hp: Compression, run: Run) -> Iterator[Event]:
    """Draw examples, hear the teacher, and move the student towards what it says."""
    problem = problem_of(hp, run)
    teacher = problem.model if problem.is_trained else teacher_of(problem, run.seed)
    seen = chosen(problem, hp, run.seed)
    student = small_network(seen, len(problem.classes), hp.student).to(run.device)
    optimizer = torch.optim.Adam(student.parameters(), lr=hp.lr)
    whole = Problem(teacher, problem.train, problem.test, problem.classes, problem.read, "")
    both = [("teacher", teacher), ("student", student)]
    times = partial(told_times, both, problem.test)
    yield Question(prompt(problem), partial(answer, whole, lambda: student, times))

    for step in run.steps(hp.steps, model=student, optimizer=optimizer):
        batch = get_batch(seen, hp.batch)
        z = student(*batch.inputs)  # (B, C)
        if hp.soft:
            with torch.no_grad():
                p = (teacher(*batch.inputs) / hp.temperature).softmax(1)  # (B, C)
            loss = F.cross_entropy(z / hp.temperature, p) * hp.temperature**2
        else:
            loss = F.cross_entropy(z, batch.labels)

        optimizer.zero_grad()
        loss.backward()
        for group in optimizer.param_groups:
            group["lr"] = hp.lr  # the learner may be turning this knob
        optimizer.step()

        figures = yield from at(step, hp, run, whole, student)
        yield Step(loss=loss, **figures)


def small_network(seen: Examples, classes: int, hidden: int) -> nn.Sequential:
    """The student: one hidden layer, which reads rows, or images as rows."""
    inputs = seen.inputs[0].flatten(1).shape[1]
    return nn.Sequential(
        nn.Flatten(), nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, classes)
    )


def at(
    step: int, hp: Compression, run: Run, whole: Problem, student: nn.Module
) -> Generator[Picture, None, dict[str, float]]:
    """What is due after a step: pictures, and the figures on the test."""
    if run.time_to_show(step, 1, first=(1,)):
        yield Picture("said", told(whole))
        size = partial(write_plain, whole.model)
        rows = [("teacher", whole.model), ("student", student)]
        yield Picture(
            "measured", [measured(*each, whole.test, bytes_on_disk(size)) for each in rows]
        )
    if not run.time_to_show(step, LOOKS, first=(1,)):
        return {}
    weights = next(p for p in student.parameters() if p.dim() > 1).detach()
    yield Picture("weights", {"student": Counts(weights)})
    z, labels = scores_of(student, whole.test), whole.test.labels
    found = {
        "small": float((z.argmax(1) == labels).float().mean()),
        "recall": recall(z, labels, hp),
    }
    if step == hp.steps:
        found |= {
            "teacher": accuracy(whole.model, whole.test),
            "with_bias": best_bias(z, labels, hp),
        }
    return found


def measured(name: str, model: nn.Module, test: Examples, whole: int) -> list[str]:
    """A row of the table: bytes of a file, beside the teacher's, and accuracy."""
    size = bytes_on_disk(partial(write_plain, model))
    return [name, f"{size:,}", f"{size / whole:.1%}", f"{accuracy(model, test):.3f}"]


def teacher_of(problem: Problem, seed: int) -> nn.Module:
    """The large network, trained on all labels: the same for all students of a seed."""
    return _teacher(_Same(problem), seed)


class _Same:
    """A problem, by the data that it has: students of one seed share their teacher."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        x = problem.train.inputs[0]
        self.key = (tuple(x.shape), float(x.double().sum()), int(problem.train.labels.sum()))

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.key == other.key


@lru_cache(maxsize=4)
def _teacher(same: _Same, seed: int) -> nn.Module:
    problem = same.problem
    with torch.random.fork_rng(devices=[]), torch.enable_grad():
        torch.manual_seed(seed)
        model = problem.model
        optimizer = torch.optim.Adam(model.parameters(), lr=TEACHER_LR)
        for step in range(1, TEACHER_STEPS + 1):
            batch = get_batch(problem.train, TEACHER_BATCH)
            optimizer.param_groups[0]["lr"] = (
                TEACHER_LR * (1 + math.cos(math.pi * step / TEACHER_STEPS)) / 2
            )
            loss = F.cross_entropy(model(*batch.inputs), batch.labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model.eval().requires_grad_(False)


def chosen(problem: Problem, hp: Compression, seed: int) -> Examples:
    """The examples that the student sees: some by chance, and none of the hidden class."""
    labels = problem.train.labels.cpu()
    luck = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(labels), generator=luck)
    order = order[labels[order] != hp.hidden_class]
    return problem.train.rows(order[: hp.labels or len(order)])


def recall(z: Tensor, labels: Tensor, hp: Compression) -> float:
    """The share that is found of the hidden class; of all, where none is hidden."""
    mine = labels == hp.hidden_class if hp.hidden_class >= 0 else labels >= 0
    return float((z.argmax(1) == labels)[mine].float().mean())


def best_bias(z: Tensor, labels: Tensor, hp: Compression) -> float:
    """The accuracy with the best bias for the hidden class, chosen on the test: an upper bound."""
    if not 0 <= hp.hidden_class < z.shape[1]:
        return float((z.argmax(1) == labels).float().mean())
    column = F.one_hot(torch.tensor(hp.hidden_class, device=z.device), z.shape[1])  # (C,)
    moved = z + BIASES.to(z.device)[:, None, None] * column  # (71, N, C)
    return float((moved.argmax(2) == labels).float().mean(1).max())


def told(whole: Problem) -> list[list[str]]:
    """What the teacher says of one test image, at three temperatures: the likeliest classes."""
    z = scores_of(whole.model, whole.test.rows(slice(0, 1)))[0]
    best = z.argsort(descending=True)[:SHOWN].tolist()
    return [
        [whole.classes[at], *(f"{float((z / t).softmax(0)[at]):.4f}" for t in TEMPERATURES)]
        for at in best
    ]
