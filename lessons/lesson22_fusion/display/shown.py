"""What one network's learner is shown: its figures on the test, and the pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from torch import nn

from lessons.kit.loop import Picture, Run
from lessons.lesson22_fusion import Fusion, by_hand
from lessons.lesson22_fusion.display import pictures
from lessons.lesson22_fusion.display.judge import Judge
from lessons.lesson22_fusion.examples import Problem
from lessons.shared.predicted import Predicted

LOOKS = 20
"""At the test between the first step and the last."""


class Shown:
    """Judges one network on the test, and draws it."""

    def __init__(self, hp: Fusion, run: Run, problem: Problem, model: nn.Module) -> None:
        self.hp, self.run, self.problem = hp, run, problem
        self.judge = Judge(model, problem)
        self.kept = self._kept()
        """What `run.steps` is to keep: of the learner's data every prediction."""

    def _kept(self) -> dict[str, Predicted]:
        own = self.problem.own
        if own is None:
            return {}
        width = own.width
        says = lambda x: self.judge.both(x[:, :width], x[:, width:])  # noqa: E731
        return {"predicted": Predicted(own.rows, says, self.run.device)}

    def after(self, step: int, looks: int = LOOKS) -> tuple[dict[str, float], list[Picture]]:
        """The figures and the pictures of this step; mostly there are none."""
        if not self.run.time_to_show(step, looks, first=(1,)):
            return {}, []
        right = self.judge.right(self.problem.test, self.hp.noise)
        return self._figures(step, right), list(self._pictures(step, right))

    def _figures(self, step: int, right: dict[str, float]) -> dict[str, float]:
        found = {name: right[name] for name in ("accuracy", "no_caption", "no_image")}
        found["majority"] = pictures.majority(self.problem)
        found["interaction"] = self.judge.beyond_a_sum(self.problem.test, self.hp.noise)
        if self.hp.fusion == "late":
            found["averaged"] = right["averaged"]
        if step == 1:
            found["by_hand"] = max(self._by_hand().values())
        return found

    def _by_hand(self) -> dict[str, float]:
        rows = self.problem.train
        some = slice(by_hand.FEW)
        given = rows.images(self.hp.noise, some), rows.captions[some], rows.y[some]
        return by_hand.compared(self.judge.model, *given, self.problem.prior)

    def _pictures(self, step: int, right: dict[str, float]) -> Iterator[Picture]:
        judge, noise, last = self.judge, self.hp.noise, step == self.hp.steps
        if step == 1:
            rows: list[list[Any]] = [[n, f"{apart:.1e}"] for n, apart in self._by_hand().items()]
            yield Picture("by_hand", rows)
        if self.problem.own is None and self.hp.task == "xor":
            yield Picture("odd", pictures.odd(judge, noise))
            yield Picture("four", pictures.four(judge, noise))
        if (matrix := pictures.confusion(judge, noise)) is not None:
            yield Picture("confusion", matrix)
        if (sheet := pictures.pairs(self.problem, noise)) is not None:
            yield Picture("pairs", sheet)
        yield Picture("beside", pictures.beside(judge, self.hp.fusion, right, last))
