"""What a network says of pairs: with both senses, and with one of them missing."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from lessons.lesson22_fusion.examples import Problem, Rows
from lessons.lesson22_fusion.rules import interaction, mean, product

PAIRS = 200
"""Test pairs of which every two are looked at crosswise."""


@dataclass(frozen=True, eq=False)
class Judge:
    """A network, and the share of each class that its product of posteriors is divided by."""

    model: nn.Module
    problem: Problem

    @torch.no_grad()
    def both(self, image: Tensor, caption: Tensor) -> Tensor:
        """(B, C) log-posterior from both senses."""
        return product(self.model(image, caption), self.problem.prior)

    @torch.no_grad()
    def averaged(self, image: Tensor, caption: Tensor) -> Tensor:
        """The same by the mean of two posteriors; of one network nothing else than `both`."""
        return mean(self.model(image, caption))

    @torch.no_grad()
    def without_caption(self, image: Tensor, caption: Tensor) -> Tensor:
        """(B, C) with a caption of no words; late fusion leaves its factor out."""
        scores = self.model(image, torch.zeros_like(caption))
        return product(scores[:1], self.problem.prior)

    @torch.no_grad()
    def without_image(self, image: Tensor, caption: Tensor) -> Tensor:
        """(B, C) with an image that is 0 everywhere; late fusion leaves its factor out."""
        scores = self.model(torch.zeros_like(image), caption)
        return product(scores[-1:], self.problem.prior)

    def right(self, rows: Rows, noise: float) -> dict[str, float]:
        """The share of pairs that is right: with both, and without one."""
        given = rows.images(noise), rows.captions
        ways = {"accuracy": self.both, "no_caption": self.without_caption,
                "no_image": self.without_image, "averaged": self.averaged}  # fmt: skip
        return {name: _share(way(*given), rows.y) for name, way in ways.items()}

    def beyond_a_sum(self, rows: Rows, noise: float) -> float:
        """How far s₀₀ + s₁₁ is from s₀₁ + s₁₀, for two images and two captions; the mean over many.

        s is the log-odds of the class of one pair against that of the other.
        """
        some = slice(min(PAIRS, len(rows.y) // 2 * 2))
        image, caption, y = rows.images(noise, some), rows.captions[some], rows.y[some]
        yes, no = y[::2], y[1::2]
        no = torch.where(yes == no, (no + 1) % len(self.problem.classes), no)
        cross = [[log_odds(self.both(x, c), yes, no) for c in (caption[::2], caption[1::2])]
                 for x in (image[::2], image[1::2])]  # fmt: skip
        s = torch.stack([torch.stack(each) for each in cross])  # (2, 2, P)
        return float(interaction(s).abs().mean())


def log_odds(logs: Tensor, yes: Tensor, no: Tensor) -> Tensor:
    """log p(yes) − log p(no) from (B, C), for two classes (B,) of each row."""
    return (logs.gather(1, yes[:, None]) - logs.gather(1, no[:, None]))[:, 0]


def _share(logs: Tensor, y: Tensor) -> float:
    return float((logs.argmax(1) == y).float().mean())
