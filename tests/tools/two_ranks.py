"""Races trained by two processes, the test and another one, that share every batch."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor

import lessons
from lessons.kit.engine.race import Race
from lessons.kit.page.plan import Plan
from lessons.kit.speed.ranks import Ranks, join

CASES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "stream": ("lesson1", "banded", {"steps": 2, "passes": 1.0, "drawn": 200}),
    "cnn": ("lesson11", "conv", {"steps": 2}),
    "odd": ("lesson11", "pooled", {"steps": 1, "batch": 23}),
    "induction": ("lesson14", "two-layers", {"steps": 3}),
    "dropout": ("lesson14", "two-layers", {"steps": 3, "dropout": 0.3}),
    "bert": ("lesson16", "fine-tuned", {"steps": 6, "pretrain": 2, "tune": 1}),
    "frozen": ("lesson16", "frozen", {"steps": 4, "pretrain": 1, "tune": 1}),
}
"""A lesson, a variant and settings; the two processes train them in this order."""


def plan_of(name: str) -> Plan:
    lesson, variant, settings = CASES[name]
    return lessons.load(lesson).plan((variant,), settings=settings)


def trained(name: str, ranks: Ranks | None = None) -> tuple[list[float], dict[str, Tensor]]:
    """The losses and the weights of a race."""
    plan = plan_of(name)
    # Adam divides a gradient that is 0 but for rounding by its own size
    torch.set_default_dtype(torch.float32 if plan.lesson == "lesson11" else torch.float64)
    race = Race(lessons.load(plan.lesson), plan)
    if ranks:
        race.share(ranks)
    while not race.over:
        race.tick()
    end = race.networks[0].end
    assert end and end.how == "finished", end
    torch.set_default_dtype(torch.float32)
    losses = [v for batch in race.collect() for v in batch.values.get("loss", ())]
    return losses, race.save()[0].state["model"]


def are_equal(weights: dict[str, Tensor]) -> bool:
    """Whether both processes have the same weights, to the last bit."""
    mine = torch.cat([weight.double().flatten() for weight in weights.values()])
    both = [torch.empty_like(mine) for _ in range(2)]
    dist.all_gather(both, mine)
    return torch.equal(*both)


def train_all(ranks: Ranks) -> Iterator[tuple[str, list[float], dict[str, Tensor], bool]]:
    for name in CASES:
        losses, weights = trained(name, ranks)
        yield name, losses, weights, are_equal(weights)


@contextmanager
def second(meeting: Path) -> Iterator[Ranks]:
    """This process as rank 0, and another one that does the same."""
    command = [sys.executable, "-m", "tests.tools.two_ranks", str(meeting)]
    with subprocess.Popen(command) as other:
        try:
            ranks = Ranks(0, 2)
            join(ranks, torch.device("cpu"), meeting)
            yield ranks
            assert 0 == other.wait()
        finally:
            other.kill()
            dist.destroy_process_group()


def main(meeting: Path) -> None:
    torch.set_num_threads(1)
    ranks = Ranks(1, 2)
    join(ranks, torch.device("cpu"), meeting)
    for _ in train_all(ranks):
        pass


if __name__ == "__main__":
    main(Path(sys.argv[1]))
    os._exit(0)
