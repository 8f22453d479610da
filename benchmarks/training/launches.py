"""How much of a step a GPU waits to be asked: a lesson as it is, and with its passes played back.

`python -m benchmarks --only launches` on a machine with CUDA; elsewhere a row that says so.
"""

import os
import time
from collections.abc import Sequence

import torch

import lessons
from benchmarks.tools.rows import Found, Missing, Row, compared
from lessons.kit.engine.race import Race
from lessons.kit.speed.cuda_graph import OFF

CASES = {"lesson2": "lstm", "lesson3": "norm", "lesson4": "lstm"}
WARM_UP, SEEDS = 70, 8


def on_a_gpu(quick: bool) -> Sequence[Found]:
    """Steps a second, played back against asked for one by one; and the share that was waiting."""
    if not torch.cuda.is_available():
        return [Missing("a step's launches", "torch finds no CUDA device here", failed=False)]
    rounds = 3 if quick else 7
    return [
        measured(lesson, variant, seeds, rounds)
        for lesson, variant in CASES.items()
        for seeds in (1, SEEDS)
    ]


def measured(lesson: str, variant: str, seeds: int, rounds: int) -> Row:
    """One lesson, the two in turn."""
    asked, played = (race(lesson, variant, seeds, eager=eager) for eager in (True, False))
    pairs = [(1 / seconds(played), 1 / seconds(asked)) for _ in range(rounds)]
    best = min(slow / fast for fast, slow in pairs)
    words = f"{torch.cuda.get_device_name()}: {1 - best:.0%} of a step was waiting"
    name = f"steps played back / asked for, {lesson} {variant}, {seeds} seeds"
    return compared(name, pairs, budget=1.0, at_most=False, unit="steps/s", also=f"; {words}")


def race(lesson: str, variant: str, seeds: int, *, eager: bool) -> Race:
    """A race that is past its first pictures, and past its recording."""
    page = lessons.load(lesson)
    os.environ[OFF] = "1" if eager else ""
    settings = {"steps": 100_000}
    begun = Race(page, page.plan((variant,), settings=settings, seeds=seeds, device="cuda"))
    for _ in range(WARM_UP):
        begun.tick()
    begun.collect()
    return begun


def seconds(running: Race, steps: int = 50) -> float:
    """Seconds of a step, once the GPU has caught up."""
    torch.cuda.synchronize()
    began = time.perf_counter()
    for _ in range(steps):
        running.tick()
    running.collect()
    torch.cuda.synchronize()
    return (time.perf_counter() - began) / steps
