"""Distillation (Hinton, Vinyals and Dean, 2015): a student learns what its teacher says.

A label says: a 3. The teacher says: a 3, and a little an 8, and hardly a 1. Its scores z are
divided by a temperature T, so that the small probabilities count: p = softmax(z / T). The student's
loss is the cross-entropy with p at the same T, times T², which keeps the gradient's size.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator
from copy import deepcopy
from functools import lru_cache, partial

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.engine.trained import Examples
from lessons.kit.loop import Counts, Event, Picture, Question, Run, Step
from lessons.lesson19_compression import Compression
from lessons.lesson19_compression.asking import answer, prompt
from lessons.lesson19_compression.measured import AT_ONCE, accuracy, scores_of, told_times
from lessons.lesson19_compression.model import Problem, get_batch, problem_of
from lessons.lesson19_compression.packed import bytes_on_disk, write_plain

TEACHER_STEPS, TEACHER_LR, TEACHER_BATCH = 600, 2e-3, 64
TEMPERATURES = (1.0, 4.0, 10.0)
BIASES = torch.linspace(-5, 30, 71)
LOOKS, SHOWN = 40, 6


def train(hp: Compression, run: Run) -> Iterator[Event]:
    """Draw examples, hear the teacher, and move the students towards what it says.

    Students are taught side by side, each with examples of its own: which ones are drawn moves a
    student's accuracy as much as its teacher does.
    """
    problem = problem_of(hp, run)
    teacher = problem.model if problem.is_trained else teacher_of(problem, run.seed)
    told = scores_of(teacher, problem.train)  # (N, C), once: a teacher does not change
    seen = chosen(problem, hp, run.seed).to(run.device)  # (R, n), the rows that each student sees
    students = Students(problem, hp.student, hp.repeats).to(run.device)
    optimizer = torch.optim.Adam(students.parameters(), lr=hp.lr)
    whole = Problem(teacher, problem.train, problem.test, problem.classes, problem.read, "")
    yield Question(
        prompt(problem), partial(answer, whole, students.first, partial(times, whole, students))
    )

    for step in run.steps(hp.steps, model=students, optimizer=optimizer):
        drawn = torch.randint(seen.shape[1], (hp.repeats, min(hp.batch, seen.shape[1])))
        rows = seen.gather(1, drawn.to(run.device))  # (R, B)
        z = students(problem.train.inputs[0][rows])  # (R, B, C)
        if hp.soft:
            p = (told[rows] / hp.temperature).softmax(2)  # (R, B, C)
            loss = cross_entropy(z / hp.temperature, p) * hp.temperature**2
        else:
            loss = cross_entropy(z, F.one_hot(problem.train.labels[rows], z.shape[2]))

        optimizer.zero_grad()
        loss.sum().backward()  # the sum, so that each moves as it would alone
        for group in optimizer.param_groups:
            group["lr"] = hp.lr  # the learner may be turning this knob
        optimizer.step()

        figures = yield from at(step, hp, run, whole, students)
        yield Step(loss=loss.mean(), **figures)


def times(whole: Problem, students: Students) -> str:
    """How long passes take, of the teacher and of one student."""
    return told_times([("teacher", whole.model), ("student", students.first())], whole.test)


def cross_entropy(z: Tensor, p: Tensor) -> Tensor:
    """Of each student (R,), from scores and probabilities (R, B, C)."""
    return -(p * z.log_softmax(2)).sum(2).mean(1)


class Students(nn.Module):
    """R small networks side by side, each with one hidden layer; they read rows, or images so."""

    def __init__(self, problem: Problem, hidden: int, count: int) -> None:
        super().__init__()
        inputs = problem.train.inputs[0].flatten(1).shape[1]
        alone = [small_network(inputs, len(problem.classes), hidden) for _ in range(count)]
        self._like = [alone[0]]  # in a list, so that its weights are not counted as this one's
        for name in ("1.weight", "1.bias", "3.weight", "3.bias"):
            own = torch.stack([network.get_parameter(name).detach() for network in alone])
            self.register_parameter(name.replace(".", "_"), nn.Parameter(own))

    def forward(self, x: Tensor) -> Tensor:
        """Scores (R, B, C), from inputs (R, B, …)."""
        w1, b1, w2, b2 = self.parameters()  # (R, H, D), (R, H), (R, C, H), (R, C)
        hidden = torch.baddbmm(b1[:, None], x.flatten(2), w1.mT).relu()  # (R, B, H)
        return torch.baddbmm(b2[:, None], hidden, w2.mT)

    @torch.no_grad()
    def scores(self, examples: Examples) -> Tensor:
        """What each says of all examples, (R, N, C)."""
        x = examples.inputs[0]
        places = torch.arange(len(examples)).split(AT_ONCE)
        count = len(next(self.parameters()))
        return torch.cat([self(x[at].expand(count, *x[at].shape)) for at in places], 1)

    def first(self) -> nn.Sequential:
        """The first of them, alone: a copy."""
        copy = deepcopy(self._like[0])
        for mine, all_of in zip(copy.parameters(), self.parameters(), strict=True):
            mine.data = all_of[0].detach().clone()
        return copy


def small_network(inputs: int, classes: int, hidden: int) -> nn.Sequential:
    """A student: one hidden layer."""
    return nn.Sequential(
        nn.Flatten(), nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, classes)
    )


def at(
    step: int, hp: Compression, run: Run, whole: Problem, students: Students
) -> Generator[Picture, None, dict[str, float]]:
    """What is due after a step: pictures, and the figures on the test, means over the students."""
    has_table = run.time_to_show(step, 1, first=(1,))
    is_due = run.time_to_show(step, LOOKS, first=(1,))
    if not (has_table or is_due):
        return {}
    z, labels = students.scores(whole.test), whole.test.labels  # (R, N, C), (N,)
    right = z.argmax(2) == labels  # (R, N)
    if has_table:
        yield Picture("said", said_of(whole))
        yield Picture("measured", table(whole, students.first(), float(right.float().mean())))
    if not is_due:
        return {}
    yield Picture("weights", {"students": Counts(next(students.parameters()).detach())})
    mine = labels == hp.hidden_class if hp.hidden_class >= 0 else labels >= 0
    found = {
        "small": float(right.float().mean()),
        "recall": float(right[:, mine].float().mean()),  # of the hidden class
    }
    if step == hp.steps:
        biased = [best_bias(own, labels, hp) for own in z]
        found |= {
            "teacher": accuracy(whole.model, whole.test),
            "with_bias": sum(biased) / len(biased),
        }
    return found


def table(whole: Problem, student: nn.Module, right: float) -> list[list[str]]:
    """Bytes of a file of each, beside the teacher's, and accuracy: the students' mean."""
    size, small = (bytes_on_disk(partial(write_plain, model)) for model in (whole.model, student))
    taught = accuracy(whole.model, whole.test)
    return [
        ["teacher", f"{size:,}", f"{1:.1%}", f"{taught:.3f}"],
        ["student", f"{small:,}", f"{small / size:.1%}", f"{right:.3f}"],
    ]


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


def chosen(problem: Problem, hp: Compression, seed: int) -> Tensor:
    """The rows that each student sees, (R, n): some by chance, and none of the hidden class."""
    labels = problem.train.labels.cpu()
    luck = torch.Generator().manual_seed(seed)
    orders = [torch.randperm(len(labels), generator=luck) for _ in range(hp.repeats)]
    shown = [order[labels[order] != hp.hidden_class] for order in orders]
    return torch.stack([order[: hp.labels or len(order)] for order in shown])


def best_bias(z: Tensor, labels: Tensor, hp: Compression) -> float:
    """The accuracy with the best bias for the hidden class, chosen on the test: an upper bound."""
    if not 0 <= hp.hidden_class < z.shape[1]:
        return float((z.argmax(1) == labels).float().mean())
    column = F.one_hot(torch.tensor(hp.hidden_class, device=z.device), z.shape[1])  # (C,)
    moved = z + BIASES.to(z.device)[:, None, None] * column  # (71, N, C)
    return float((moved.argmax(2) == labels).float().mean(1).max())


def said_of(whole: Problem) -> list[list[str]]:
    """What the teacher says of one test image, at three temperatures: the likeliest classes."""
    z = scores_of(whole.model, whole.test.rows(slice(0, 1)))[0]
    best = z.argsort(descending=True)[:SHOWN].tolist()
    return [
        [whole.classes[at], *(f"{float((z / t).softmax(0)[at]):.4f}" for t in TEMPERATURES)]
        for at in best
    ]
