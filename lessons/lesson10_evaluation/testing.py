"""What a network is worth on the test rows, in figures; and what it answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor, nn

from lessons.lesson10_evaluation import Evaluation
from lessons.lesson10_evaluation.calibration import fitted
from lessons.lesson10_evaluation.examples import Examples
from lessons.lesson10_evaluation.measures import (
    Confusion,
    Ranking,
    best_threshold,
    calibration_error,
    chance_error,
    log_loss,
)

USUAL = 0.5
"""The threshold that most code has without saying so."""
SIZES = (50, 100, 200, 500, 1000, 2000, 5000, 10_000)
"""Test rows of the predictor that is exactly right."""
RATIO = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(?::|to)\s*(\d+(?:\.\d+)?)\s*$")
SHARE = re.compile(r"^\s*(?:t\s*=?\s*)?(\d*\.?\d+)\s*(%?)\s*$")
HELP = "ask for what a miss costs, in false alarms, such as 20:1; or for a threshold, such as 0.3"


@dataclass(frozen=True)
class Look:
    """A network looked at once: what it says of the test rows, and of as many of each class."""

    y: Tensor
    p: Tensor
    scale: float
    """a of p = σ(a z + b), which calibration fitted; 1 without."""
    even: tuple[Tensor, Tensor] | None = None

    @cached_property
    def ranking(self) -> Ranking:
        """The test rows in order, for everything that depends on a threshold."""
        return Ranking.of(self.y, self.p)

    @cached_property
    def halves(self) -> Ranking | None:
        """The rows of the other test in order, where half are positive."""
        return Ranking.of(*self.even) if self.even else None

    @property
    def base(self) -> float:
        """The share of positives."""
        return float(self.y.double().mean())

    def at(self, threshold: float) -> Confusion:
        """What is called what."""
        return self.ranking.at(threshold)

    def figures(self, miss: float) -> dict[str, float]:
        """Every scalar about the test."""
        usual, best = self.at(USUAL), self.at(best_threshold(miss))
        found = {
            "accuracy": usual.accuracy, "precision": usual.precision, "recall": usual.recall,
            "f1": usual.f1, "majority": max(self.base, 1 - self.base), "base": self.base,
            "auc": self.ranking.auc(), "ap": self.ranking.average_precision(),
            "cost_usual": usual.cost(miss), "cost_best": best.cost(miss),
            "cost_hindsight": self.ranking.least_cost(miss)[0],
            "log_loss": log_loss(self.y, self.p), "mean_p": float(self.p.double().mean()),
            "confidence": float(torch.maximum(self.p, 1 - self.p).double().mean()),
            "ece": calibration_error(self.y, self.p), "ece_chance": chance_error(self.p),
            "scale": self.scale,
        }  # fmt: skip
        return found | self._even()

    def _even(self) -> dict[str, float]:
        """The same network where half are positive; and scores that are drawn, for comparison."""
        if self.halves is None:
            return {}
        even = self.halves
        luck = torch.Generator().manual_seed(0)
        drawn = Ranking.of(self.y, torch.rand(len(self.y), generator=luck).to(self.y.device))
        return {
            "auc_even": even.auc(), "ap_even": even.average_precision(),
            "ap_drawn": drawn.average_precision(),
        }  # fmt: skip


def exactly_right(draws: int = 20) -> dict[int, float]:
    """The ECE of probabilities from .5 to 1 that are exactly right, by the rows of the test."""
    found = {}
    for rows in SIZES:
        p = 0.5 + 0.5 * torch.rand(draws, rows, dtype=torch.float64)
        y = (torch.rand(draws, rows, dtype=torch.float64) < p).double()
        errors = [calibration_error(*pair) for pair in zip(y, p, strict=True)]
        found[rows] = sum(errors) / draws
    return found


def figures_of(floor: dict[int, float]) -> dict[str, float]:
    """The least and the most rows of them, as scalars."""
    return {f"ece_of_{rows}": floor[rows] for rows in (100, 10_000) if floor}


class Judge:
    """A network with its calibration: fitted on the validation rows, judged on the test rows."""

    def __init__(self, model: nn.Module, examples: Examples, hp: Evaluation) -> None:
        self.model = model
        self.examples = examples
        self.hp = hp

    @torch.no_grad()
    def logits(self, x: Tensor) -> Tensor:
        """z of each row, (N,), calibrated where that is asked for."""
        a, b = self._fitted()
        z: Tensor = a * self.model(x) + b
        return z

    def both(self, x: Tensor) -> Tensor:
        """The logits of the two classes, (N, 2): a softmax of them is σ(z) for the second."""
        z = self.logits(x)
        return torch.stack([torch.zeros_like(z), z], 1)

    @torch.no_grad()
    def look(self) -> Look:
        """What it says of the test rows now."""
        a, b = self._fitted()
        test, even = self.examples.test, self.examples.even
        said = (a * self.model(test.x) + b).sigmoid()
        other = (even.y, (a * self.model(even.x) + b).sigmoid()) if even else None
        return Look(test.y, said, a, other)

    def _fitted(self) -> tuple[float, float]:
        valid = self.examples.valid
        return fitted(self.hp.calibration, self.model(valid.x), valid.y)

    def answer(self, question: str) -> str:
        """For what a miss costs, the threshold and what comes of it; for a threshold the same."""
        miss, threshold = self.hp.miss, None
        if ratio := RATIO.match(question):
            missed, alarm = map(float, ratio.groups())
            miss = missed / alarm if alarm else 0.0
            threshold = best_threshold(miss) if missed and alarm else None
        elif share := SHARE.match(question):
            threshold = float(share[1]) / (100 if share[2] else 1)
        if threshold is None or not 0 <= threshold <= 1:
            return f"{question[:40]!r} is neither: {HELP}"
        return told(self.look(), threshold, miss)


def told(look: Look, threshold: float, miss: float) -> str:
    """What comes of a threshold, in words."""
    found, usual = look.at(threshold), look.at(USUAL)
    least, where = look.ranking.least_cost(miss)
    return (
        f"a miss costs {miss:g} false alarms. Positive from p = {threshold:.4g} on: "
        f"{found.tp:,} of {found.tp + found.fn:,} positives found, {found.fp:,} false alarms, "
        f"precision {found.precision:.2f}. Cost {found.cost(miss):.3f} a row; "
        f"from 0.5 on {usual.cost(miss):.3f}; with hindsight {least:.3f}, from {where:.3g} on"
    )
