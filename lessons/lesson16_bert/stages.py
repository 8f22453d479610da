"""What is learned when: first the hidden words, and then one number of labels after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lessons.lesson16_bert import Bert

COUNTS = (16, 64, 256)
"""Labels that the hero's curve is made of."""
SLOW_RISE, RISE, FALL = 0.3, 0.05, 0.3
"""The shares of a stage in which the rate rises at first, and falls to 0 at last: hidden words need
a slow rise. With 0.05, words of praise and of blame never came apart in one run of eight."""


@dataclass(frozen=True)
class Stage:
    """Some steps in a row, the first and the last of them counted; `labels` 0 is pretraining."""

    labels: int
    first: int
    last: int

    def share(self, step: int) -> float:
        """By how much of the full rate a step moves the weights, from above 0 to above 0."""
        steps = self.last - self.first + 1
        done = (step - self.first + 1) / (steps + 1)
        rise = RISE if self.labels else SLOW_RISE
        return min(done / rise, (1 - done) / FALL, 1.0)


def counts(labelled: int) -> list[int]:
    """How many labels each stage has: 16, 64, 256, and all there are."""
    few = [count for count in COUNTS if count < labelled]
    return [*few, labelled] if labelled else []


def stages(hp: Bert, labelled: int) -> list[Stage]:
    """The stages of a run. The last one takes what the others leave of the steps."""
    after = counts(labelled)
    if not after:
        return [Stage(0, 1, hp.steps)]
    before = 0 if hp.weights else hp.pretrain  # real weights are pretrained
    whole = before + len(after) * hp.tune
    pretraining = before if whole <= hp.steps else hp.steps * before // whole
    each = min(hp.tune, (hp.steps - pretraining) // len(after))
    ends = [pretraining + each * at for at in range(1, len(after))] + [hp.steps]
    starts = [pretraining, *ends[:-1]]
    found = [Stage(0, 1, pretraining)] if pretraining else []
    for labels, before, last in zip(after, starts, ends, strict=True):
        if last > before:
            found.append(Stage(labels, before + 1, last))
    return found


def at(found: list[Stage], step: int) -> Stage:
    """The stage that a step belongs to."""
    return next(stage for stage in found if step <= stage.last)
