"""Successive halving: give up early on trials that are behind, and try many more of them.

A unit is one 27th of a full training. After 1, 3 and 9 units a trial goes on only if it is among
the best third of those that came so far (ASHA: Li et al., 2020), as with `--prune asha`.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import log10
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.kit.loop import Event, Question, Run, Saved, Step
from lessons.lesson23_tuning import Tuning
from lessons.lesson23_tuning.brackets import PROMPT, answer, pictures
from lessons.lesson23_tuning.network import Networks, labels_of
from lessons.lesson23_tuning.ridge import Rows, rows_of

UNITS, RUNGS, REDUCTION = 27, (1, 3, 9), 3
UPDATES, BATCH, MOMENTUM = 8, 32, 0.9
"""Of a unit: steps, rows in each, and how much of the last step is kept."""


def goes_on(reached: Tensor, score: Tensor) -> Tensor:
    """Whether scores (R,) are among the best third of those that reached this rung, (R, K).

    nan is a place that is free. The score itself is one of those; of fewer than three the
    best one goes on.
    """
    count = reached.isfinite().sum(1, keepdim=True)  # (R, 1)
    falling = reached.nan_to_num(-1.0).sort(1, descending=True).values
    bar = falling.gather(1, (count // REDUCTION).clamp(min=1) - 1)[:, 0]
    return score >= bar


class Halving:
    """R searches, each with one trial in training: its weights, its learning rate, its units."""

    def __init__(self, hp: Tuning, rows: Rows) -> None:
        self.hp, self.rows, count = hp, rows, rows.repeats
        self.networks = self._fresh()
        self.lr = self._drawn()  # (R,)
        self.done = torch.zeros(count, dtype=torch.long)
        self.begun = torch.ones(count, dtype=torch.long)
        self.reached = torch.full((len(RUNGS), count, hp.steps), torch.nan)
        self.best = {name: torch.zeros(count) for name in ("units", "validated", "tested")}

    def _fresh(self) -> Networks:
        return Networks(self.rows, self.hp.hidden, torch.ones(self.rows.repeats))

    def _drawn(self) -> Tensor:
        low, high = log10(self.hp.lr_low), log10(self.hp.lr_high)
        return 10 ** (low + (high - low) * torch.rand(self.rows.repeats))

    def unit(self, x: Tensor, y: Tensor) -> None:
        """Train every trial for one unit, on rows (R, n, F) and labels (R, n)."""
        momentum, decay = torch.full_like(self.lr, MOMENTUM), torch.zeros_like(self.lr)
        rates = [each.to(x.device) for each in (self.lr, momentum, decay)]
        for _ in range(UPDATES):
            drawn = torch.randint(x.shape[1], (len(x), BATCH)).to(x.device)  # (R, B)
            batch = x.gather(1, drawn[:, :, None].expand(-1, -1, x.shape[2]))  # (R, B, F)
            targets = F.one_hot(y.gather(1, drawn), self.rows.classes).float()
            self.networks.step(batch, targets, *rates)
        self.done += 1

    def scores(self) -> tuple[Tensor, Tensor]:
        """What each trial is worth now: validated and tested, (R,) each."""
        right = self.networks.right(self.rows.x, self.rows.y).float()  # (R, N)
        validated = right.gather(1, self.rows.pool[:, : self.hp.valid]).mean(1)
        return validated.cpu(), self.rows.tested(right).cpu()

    def keep_best(self, validated: Tensor, tested: Tensor) -> None:
        """The best of the trials that came farthest: scores after fewer units say less."""
        far, high = self.best["units"], self.best["validated"]
        is_ahead = (self.done > far) | ((self.done == far) & (validated > high))
        now = {"units": self.done.float(), "validated": validated, "tested": tested}
        self.best = {name: torch.where(is_ahead, now[name], was) for name, was in self.best.items()}

    def ends(self, validated: Tensor) -> Tensor:
        """Which trials end here: trained to the end, or behind at a rung, (R,)."""
        over = self.done >= UNITS
        if not self.hp.halve:
            return over
        for place, units in enumerate(RUNGS):
            here = self.done == units
            at = self.reached[place].isfinite().sum(1, keepdim=True)  # (R, 1), the next free place
            taken = self.reached[place].scatter(1, at, validated[:, None])
            self.reached[place] = torch.where(here[:, None], taken, self.reached[place])
            over |= here & ~goes_on(self.reached[place], validated)
        return over

    def begin(self, over: Tensor) -> None:
        """New trials in place of those that are over."""
        fresh, lr = self._fresh(), self._drawn()
        self.networks.replace(over.to(self.rows.x.device), fresh)
        self.lr = torch.where(over, lr, self.lr)
        self.done = self.done.masked_fill(over, 0)
        self.begun += over

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        parts = [each.detach() for each in (*self.networks.weights, *self.networks.velocity)]
        return {"parts": parts, "lr": self.lr, "done": self.done, "begun": self.begun,
                "reached": self.reached, "best": self.best}  # fmt: skip

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take it back."""
        here = (*self.networks.weights, *self.networks.velocity)
        with torch.no_grad():
            for part, saved in zip(here, state["parts"], strict=True):
                part.copy_(saved)
        self.lr, self.done, self.begun = state["lr"], state["done"], state["begun"]
        self.reached, self.best = state["reached"], state["best"]


def train(hp: Tuning, run: Run) -> Iterator[Event]:
    """Train every trial for a unit, look at it, and begin another one where it ends."""
    rows = rows_of(hp, run.data, run.device)
    x, y = rows.x[rows.taught], labels_of(rows, hp.label_noise)  # (R, n, F), (R, n)
    halving, curves = Halving(hp, rows), Saved([])  # of the first search: [log₁₀ lr, [scores]]
    yield Question(PROMPT, lambda text: answer(text, curves.value))

    for step in run.steps(hp.steps, halving=halving, curves=curves):
        if halving.done[0] == 0:
            curves.value.append([float(halving.lr[0].log10()), []])
        halving.unit(x, y)
        validated, tested = halving.scores()
        halving.keep_best(validated, tested)
        curves.value[-1][1].append(float(validated[0]))
        best = {name: float(each.mean()) for name, each in halving.best.items()}
        begun = float(halving.begun.float().mean())
        halving.begin(halving.ends(validated))

        if run.time_to_show(step, 27):
            yield from pictures(curves.value)
        gap = best["validated"] - best["tested"]
        yield Step(loss=1 - best["validated"], **best, gap=gap, begun=begun)
