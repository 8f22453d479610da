"""What became of every trial: which rows it was right on, and so which trial is the best."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from lessons.lesson23_tuning.ridge import Rows


class Tried:
    """The trials of R searches, in order. The rows that choose can be more or fewer later on."""

    def __init__(self, rows: Rows, trials: int, knobs: int = 1) -> None:
        searches, pool = rows.pool.shape
        self.rows, self.count = rows, 0
        self.right = torch.zeros(searches, trials, pool, dtype=torch.uint8)
        self.tested = torch.zeros(searches, trials)
        self.knobs = torch.zeros(searches, trials, knobs, dtype=torch.float64)

    def add(self, is_right: Tensor, knobs: Tensor) -> None:
        """One trial of each search: which of all rows it is right on, (R, N), and its knobs."""
        at, self.count = self.count, self.count + 1
        self.right[:, at] = is_right.gather(1, self.rows.pool).to("cpu", torch.uint8)
        self.tested[:, at] = self.rows.tested(is_right).cpu()
        self.knobs[:, at] = knobs.view(len(knobs), -1).cpu()

    def validated(self, valid: int) -> Tensor:
        """The score of every trial on the first rows of the pool, (R, T)."""
        return self.right[:, : self.count, :valid].float().mean(2)

    def best(self, valid: int, trials: int = 0) -> tuple[Tensor, Tensor, Tensor]:
        """Of the first trials, or all: the place of each search's best, its score, its test."""
        scores = self.validated(valid)[:, : trials or self.count]
        place = scores.argmax(1, keepdim=True)  # (R, 1), the first one of equals
        both = scores.gather(1, place), self.tested.gather(1, place)
        return place[:, 0], both[0][:, 0], both[1][:, 0]

    def figures(self, valid: int, trials: int = 0) -> dict[str, float]:
        """The best of each search, as means over the searches."""
        _, validated, tested = self.best(valid, trials)
        here, there = float(validated.mean()), float(tested.mean())
        return {"loss": 1 - here, "validated": here, "tested": there, "gap": here - there}

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        return {"count": self.count, "right": self.right, "tested": self.tested,
                "knobs": self.knobs}  # fmt: skip

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take the trials back."""
        self.count = state["count"]
        self.right, self.tested, self.knobs = state["right"], state["tested"], state["knobs"]
