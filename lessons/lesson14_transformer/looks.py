"""When a network is looked at, and what is told of it: scores and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lessons.kit.loop import Note, Picture, Run, Saved
from lessons.lesson14_transformer import Transformer, pictures
from lessons.lesson14_transformer.characters import Characters
from lessons.lesson14_transformer.induction import Induction
from lessons.lesson14_transformer.model import CausalTransformer

SCORES, READINGS, SAMPLES = 30, 15, 8
"""Looks at copies, at held-out text, and samples, between the first steps and the last."""
FEWER_SCORES = 10
"""Looks at copies of networks that a screen does not show first. Their texts are read at the end
alone: without a mask a look takes 36 passes."""


def task_of(hp: Transformer, run: Run) -> Induction | Characters:
    """What the network is asked."""
    if hp.task == "induction":
        return Induction(hp, run.device)
    return Characters(hp, run.data, run.device)


class Looks:
    """One network on its task. `scores` holds what the step is to say."""

    def __init__(self, hp: Transformer, run: Run) -> None:
        self.hp, self.run = hp, run
        self.task = task_of(hp, run)
        self.scores: dict[str, Any] = {}
        self.noticed = Saved([])
        """What was said already, which must not be said again after a kill."""

    def pictures(
        self, model: CausalTransformer, step: int, *, is_first: bool = True
    ) -> Iterator[Picture | Note]:  # fmt: skip
        """What is due at this step; at most steps it is nothing.

        Of several networks in one loop a screen shows the first: the others draw and write at the
        end alone.
        """
        self.scores = {}
        is_last = step == self.hp.steps
        if not self.is_due(step, is_first=is_first):
            return
        model.eval()
        self.scores = self.task.measured(model, is_last)
        if step == 1:
            yield self.by_hand(model)
        if is_first or is_last:
            yield from self.drawn(model, step)
        model.train()
        yield from self.moment(step)

    def is_due(self, step: int, *, is_first: bool) -> bool:
        """Whether to look at this step."""
        is_text = self.hp.task == "text"
        if is_first:
            return self.run.time_to_show(step, READINGS if is_text else SCORES, apart=10)
        return self.run.time_to_show(step, 1 if is_text else FEWER_SCORES, apart=10, first=())

    def moment(self, step: int) -> Iterator[Note]:
        """Said once: when a network has begun to copy, and which head it does it with."""
        share = float(self.scores.get("accuracy", 0.0))
        if share < 0.5 or self.noticed.value:
            return
        self.noticed.value = [step]
        names = [name for name in self.scores if name.startswith("induction")]
        best = max(names, key=lambda name: float(self.scores[name]))
        layer, weight = best.partition("_")[2], float(self.scores[best])
        where = f"a head of layer {layer} puts {weight:.2f} of its weight on what followed before"
        yield Note(f"step {step}: {share:.0%} are copied right, and {where}")

    def by_hand(self, model: CausalTransformer) -> Picture:
        """The attention of model.py beside torch's."""
        found = pictures.compared(model, self.task.shown[:, :-1])
        self.scores["by_hand"] = max(found.values())
        return Picture("by_hand", [[name, f"{apart:.1e}"] for name, apart in found.items()])

    def drawn(self, model: CausalTransformer, step: int) -> Iterator[Picture]:
        """Maps at each look; places and samples less often."""
        seen = self.task.shown[:, :-1]
        names = [self.task.in_words(token) for token in seen[0, :, None]]
        yield pictures.looks_at(model, seen, names)
        if self.run.time_to_show(step, SAMPLES, apart=10, first=(1,)):
            yield pictures.places(model)
            if isinstance(self.task, Characters):
                yield self.task.sample(model, step)
