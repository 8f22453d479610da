"""The looks at a network on its way: what it knows by now, in figures and in pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lessons.kit.loop import Picture, Run, Saved
from lessons.lesson16_bert import Bert
from lessons.lesson16_bert.batches import Batches
from lessons.lesson16_bert.display import pictures as drawn
from lessons.lesson16_bert.material import Material
from lessons.lesson16_bert.measures import SOME, held_out, read_off, right, right_side
from lessons.lesson16_bert.model import Net
from lessons.lesson16_bert.stages import COUNTS, Stage, counts

OFTEN = 20
"""Pictures of the network at work."""
FIRST = (1, 2, 3, 5)
"""Steps of its pictures, of which the first is looked at on the test too."""
TIMES = 8
"""Looks at the test between the first step and the last: one costs as much as three steps."""
MIDDLE = 64
"""Labels of the curve that shows how pretraining comes to know classes."""


class Looks:
    """What was found so far, and what is shown of it."""

    def __init__(self, hp: Bert, run: Run, own: Material, batches: Batches) -> None:
        self.hp = hp
        self.run = run
        self.own = own
        self.batches = batches
        self.found = Saved({"read": {}, "right": {}, "labels": 0})
        """By number of labels: what a line on the vectors gets right, and what the network does;
        and how many labels it has learned from."""

    def at(
        self, step: int, stage: Stage, model: Net, scores: dict[str, Any], *, seldom: bool = False
    ) -> Iterator[Picture]:
        """Add to this step's scores what there is to know, and show the pictures that are due.

        `seldom` is for a network that nobody watches: the ends of its stages.
        """
        if stage.labels == 0:
            scores |= {"pretraining": scores["loss"], "unigram": self.own.entropy}
        is_last = step == stage.last
        times, often = (1, 1) if seldom else (TIMES, OFTEN)
        first = () if seldom else FIRST
        if is_last or self.run.time_to_show(step, times, first=first[:1]):
            scores |= self.figures(step, stage, model)
            yield from drawn.curves(self)
        if self.run.time_to_show(step, often, first=first):
            yield from drawn.at_work(model, self.own)
        if step == self.hp.steps and self.own.split:
            yield from drawn.results(self, self.own)

    def figures(self, step: int, stage: Stage, model: Net) -> dict[str, Any]:
        """The scalars of a look; those of the end of a stage are of the whole test."""
        scores: dict[str, Any] = {}
        if self.own.made_up:
            scores["sided"] = right_side(model, self.own)
        if not self.own.split:
            return scores
        if stage.labels == 0:
            scores["held_out"] = held_out(model, self.own)
        if stage.labels == 0 or step == 1:
            few = [count for count in counts(len(self.own.train)) if count <= COUNTS[-1]]
            mine = self.batches
            read = read_off(model, self.own, mine.order, few, mine.taught, mine.tested)
            self.found.value["read"] = {str(count): float(share) for count, share in read.items()}
            scores |= {f"read_{n}": found for n, found in self.found.value["read"].items()}
        if step == 1:  # before any label, so that there is something to compare with
            now = right(model, self.own.test, self.batches.tested, SOME)
            scores |= {name_of(count): now for count in counts(len(self.own.train))}
        if stage.labels:
            most = 0 if step == stage.last else SOME
            self.found.value["labels"] = stage.labels
            scores["accuracy"] = right(model, self.own.test, self.batches.tested, most)
        if stage.labels and step == stage.last:
            self.found.value["right"][str(stage.labels)] = float(scores["accuracy"])
            scores[name_of(stage.labels)] = scores["accuracy"]
            scores |= drawn.beside(self.batches, self.own, stage.labels)
        return scores


def name_of(labels: int) -> str:
    """The scalar that says what is right with so many labels."""
    return f"right_{labels if labels in COUNTS else 'all'}"
