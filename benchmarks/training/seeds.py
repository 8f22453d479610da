"""Several seeds in one loop against one after the other: `python -m benchmarks.training.seeds`."""

import sys
import time
from dataclasses import dataclass
from typing import Any

import torch

import lessons
from benchmarks.tools.rows import Row, compared, table
from lessons.kit.engine.race import Race
from lessons.kit.speed.memory import keep_freed_memory

SEEDS = 8


@dataclass(frozen=True)
class Case:
    """A network whose seeds may train in one loop."""

    lesson: str
    variant: str
    preset: str | None
    budget: float
    """Against eight in turn."""
    budget_of_one: float = 8.0
    """Against one seed."""


CASES = (
    Case("lesson3", "norm", None, 0.5),
    Case("lesson3", "adaptive", None, 0.5),
    Case("lesson2", "rnn", "recall", 0.6),
    Case("lesson2", "gru", "recall", 0.75),
    Case("lesson2", "rnn", None, 0.75),
    Case("lesson2", "gru", None, 0.75, 4.0),
)


def race(case: Case, seeds: int, *, together: bool) -> Race:
    """A race that is past its first pictures."""
    lesson = lessons.load(case.lesson)
    settings: dict[str, Any] = {"steps": 100_000}
    plan = lesson.plan(
        (case.variant,), settings=settings, preset=case.preset, seeds=seeds, together=together
    )
    begun = Race(lesson, plan)
    seconds(begun, 6)
    return begun


def seconds(running: Race, steps: int) -> float:
    """CPU seconds of a step."""
    began = time.process_time()
    for _ in range(steps):
        running.tick()
        running.collect()
    return (time.process_time() - began) / steps


def measured(case: Case, quick: bool) -> list[Row]:
    """Eight in one loop against eight in turn, and against one."""
    keep_freed_memory()  # as the worker does
    steps, rounds = (3, 3) if quick else (5, 15)
    many, apart = race(case, SEEDS, together=True), race(case, SEEDS, together=False)
    one = race(case, 1, together=False)
    times = [[seconds(each, steps) for each in (many, apart, one)] for _ in range(rounds)]
    name = f"{case.lesson} {case.variant}{f', {case.preset}' if case.preset else ''}"
    return [
        compared(
            f"{SEEDS} seeds in one loop / in turn, {name}",
            [(t[0] * 1e3, t[1] * 1e3) for t in times], budget=case.budget, unit="ms",
        ),
        compared(
            f"{SEEDS} seeds in one loop / one seed, {name}",
            [(t[0] * 1e3, t[2] * 1e3) for t in times], budget=case.budget_of_one, unit="ms",
        ),
    ]  # fmt: skip


def many_seeds(quick: bool) -> list[Row]:
    """Every case in turn (quick: every other)."""
    cases = CASES[::2] if quick else CASES
    return [row for case in cases for row in measured(case, quick)]


if __name__ == "__main__":
    torch.set_num_threads(1)
    table(many_seeds("--quick" in sys.argv))
