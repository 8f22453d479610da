"""What is measured and shown of images: samples, the nearest real ones, and what the judge says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from lessons.kit.loop import Run, Sheet
from lessons.lesson18_gan.judge import by_class, judge_of, on_real, present
from lessons.lesson18_gan.networks import Discriminator
from lessons.lesson18_gan.reals import Images

if TYPE_CHECKING:
    from lessons.lesson18_gan import GAN

SAMPLES = 500
"""Are judged at each look."""
SHOWN, BESIDE = 40, 12
"""In the sheet of samples, and in that of the nearest real ones."""


class ImagesShown:
    """One network's pictures and figures. What G makes of the same noise is shown each time."""

    def __init__(self, hp: GAN, run: Run, reals: Images) -> None:
        luck = torch.Generator().manual_seed(run.seed)  # its own, so that a look changes nothing
        self.z = torch.randn(hp.starts, SAMPLES, hp.z, generator=luck).to(run.device)
        self.reals, self.data = reals, reals.data
        self.judge = judge_of(self.data, run.device) if self.data.classes else None
        self.rows: list[list[Any]] = []
        if self.judge:
            found = on_real(self.judge, self.data, run.device)
            self.rows = [[name, f"{share:.1%}"] for name, share in found.items()]

    def figures(self, _: int, samples: Tensor) -> dict[str, Tensor]:
        """Classes that are there and how sure the judge is, of several starts their median."""
        if not self.judge:
            return {}
        shares, sure = self.judge.shares(samples)  # (R, C), (R,)
        return {"classes": present(shares).quantile(0.5), "confidence": sure.quantile(0.5)}

    def pictures(self, samples: Tensor, _: Discriminator) -> dict[str, Any]:
        """Of the first start: samples, the real images nearest to some, and the judge's words."""
        first = samples[0]
        away = torch.cdist(first[:BESIDE], self.reals.pixels)  # (BESIDE, N)
        near, places = away.min(1)
        pairs = torch.stack([first[:BESIDE], self.reals.pixels[places]], 1).flatten(0, 1)
        labels = [word for far in near.tolist() for word in ("made", f"{far:.1f} off")]
        found: dict[str, Any] = {
            "samples": Sheet(self.squares(first[:SHOWN]), self.names(first[:SHOWN])),
            "nearest": Sheet(self.squares(pairs), labels),
        }
        if self.judge:
            shares, sure = self.judge.shares(first)
            found["judge"] = [*self.rows, ["sure of generated ones", f"{float(sure):.1%}"]]
            found["shares"] = by_class(shares, self.data)
        return found

    def squares(self, pixels: Tensor) -> Tensor:
        """(n, h, w), or (n, h, w, 3), from rows of pixels."""
        channels, height, width = self.reals.size
        images = pixels.view(-1, channels, height, width)
        return images[:, 0] if channels == 1 else images.movedim(1, -1)

    def names(self, pixels: Tensor) -> list[str]:
        """The class that the judge sees in each; nothing without a judge."""
        if not self.judge:
            return []
        return [self.data.classes[place] for place in self.judge(pixels).argmax(-1).tolist()]

    def state_dict(self) -> dict[str, Any]:
        """Nothing: it is made anew each time."""
        return {}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Nothing to take back."""
