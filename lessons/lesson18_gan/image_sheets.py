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
COMPARED, MOST = 100, 10_000
"""Images whose nearest real one is looked for, and training images that it is looked for among."""


class ImagesShown:
    """One network's pictures and figures. What G makes of the same noise is shown each time."""

    def __init__(self, hp: GAN, run: Run, reals: Images) -> None:
        luck = torch.Generator().manual_seed(run.seed)  # its own, so that a look changes nothing
        self.z = torch.randn(hp.starts, SAMPLES, hp.z, generator=luck).to(run.device)
        self.reals, self.data = reals, reals.data
        test = torch.from_numpy(self.data.test.x[:COMPARED]).to(run.device).flatten(1)
        self.usual = self.nearest(test)[0].median()
        self.judge = judge_of(self.data, run.device) if len(self.data.classes) > 1 else None
        self.rows: list[list[Any]] = []
        if self.judge:
            found = on_real(self.judge, self.data, run.device)
            self.rows = [[name, f"{share:.1%}"] for name, share in found.items()]

    def figures(self, _: int, samples: Tensor) -> dict[str, Tensor]:
        """Classes that are there, how sure the judge is, and how far the nearest real image is.

        Of several starts their median; the distance is that of the first start.
        """
        far = self.nearest(samples[0, :COMPARED])[0].median() / self.usual
        if not self.judge:
            return {"far": far}
        shares, sure = self.judge.shares(samples)  # (R, C), (R,)
        classes = present(shares).quantile(0.5)
        return {"far": far, "classes": classes, "confidence": sure.quantile(0.5)}

    def nearest(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """How far the nearest training image is from each of these (n, D), and which it is."""
        near, places = torch.cdist(pixels, self.reals.pixels[:MOST]).min(1)
        return near, places

    def pictures(self, samples: Tensor, _: Discriminator) -> dict[str, Any]:
        """Of the first start: samples, the real images nearest to some, and the judge's words."""
        first = samples[0]
        near, places = self.nearest(first[:BESIDE])
        pairs = torch.stack([first[:BESIDE], self.reals.pixels[places]], 1).flatten(0, 1)
        labels = [word for far in near.tolist() for word in ("made", f"{far:.2g}")]
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
