"""When a network is looked at, and what is told of it: scores, pictures, and a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from torch import Tensor

from lessons.kit.loop import Note, Picture, Run
from lessons.lesson17_vae import Vae, by_hand
from lessons.lesson17_vae.measures import Judge
from lessons.lesson17_vae.model import VAE
from lessons.lesson17_vae.pictures import Gallery, table
from lessons.lesson17_vae.walk import first_walk

WEIGHINGS = 6
"""Looks at the IWAE bound between the first and the last: one costs as much as twenty steps."""
ROUNDS = (10, 30, 100)
"""Rounds through the learner's own images after which all test images are measured."""


class Looks:
    """One network on the test images. `scores` holds what the step is to say."""

    def __init__(self, hp: Vae, run: Run, train: Tensor, test: Tensor) -> None:
        self.hp, self.run = hp, run
        self.judge = Judge(hp, train, test, run.seed)
        self.gallery = Gallery(hp, run.data, test, first_walk(run.data, run.device))
        self.scores: dict[str, Any] = {}
        marks = ROUNDS if run.data.is_own else ()
        self.marks = {-(-rounds * len(train) // hp.batch): rounds for rounds in marks}

    def by_hand(self, x: Tensor, logits: Tensor, mean: Tensor, log_var: Tensor) -> Picture:
        """The formulas beside torch, on the first batch."""
        found = by_hand.compared(x, logits, mean, log_var)
        self.scores = {"by_hand": max(found.values())}
        return Picture("by_hand", [[name, f"{apart:.1e}"] for name, apart in found.items()])

    def pictures(
        self, model: VAE, step: int, *, is_first: bool = True
    ) -> Iterator[Picture | Note]:  # fmt: skip
        """What is due at this step; at most steps it is nothing.

        Of several networks in one loop a screen shows the first: the others draw at both ends.
        """
        self.scores = self.scores if step == 1 else {}
        is_last, rounds = step == self.hp.steps, self.marks.get(step)
        if not (self.run.time_to_show(step) or rounds):
            return
        bound = self.judge.bound(model, whole=bool(is_last or rounds))
        self.scores |= {
            "reconstruction": bound.reconstruction.mean(), "kl": bound.kl.sum(-1).mean(),
            "minus_elbo": bound.minus_elbo.mean(), "active": bound.used,
            "independent": self.judge.alone,
        }  # fmt: skip
        if is_first or is_last or step == 1:
            yield from self.gallery.pictures(model, bound)
        if self.run.time_to_show(step, WEIGHINGS, first=(1,)):
            weighed = self.scores["minus_elbo"] - self.judge.gain(model)
            self.scores["minus_iwae"] = weighed
            yield Picture("nats", table(bound, self.judge.alone, weighed, self.hp.samples))
        if rounds:
            yield Note(self.said(rounds))

    def said(self, rounds: int) -> str:
        """What an image costs after so many rounds."""
        nats, kl = float(self.scores["minus_elbo"]), float(self.scores["kl"])
        what = f"{nats:.2f} nats for each of {len(self.judge.test):,} test images (−ELBO)"
        return f"after {rounds} rounds through the images: {what}, {kl:.2f} of them KL"
