"""What a learner can ask: what a code decodes to, how an image is rebuilt, the way between two."""

from __future__ import annotations

import re
from dataclasses import dataclass

import torch
from torch import Tensor

from lessons.kit.errors import visible
from lessons.lesson17_vae.drawn import drawn
from lessons.lesson17_vae.looks import Looks
from lessons.lesson17_vae.measures import bound_of
from lessons.lesson17_vae.model import VAE
from lessons.lesson17_vae.pictures import most_used, on_plane
from lessons.lesson17_vae.walk import Walk
from lessons.shared.asked import AskedImage, asked_image
from lessons.shared.dataset import Dataset

PROMPT = "A code (0.5 -1.2), an image (test 5), or the way between two (3 to 8)"
CODE = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.IGNORECASE)
BETWEEN = re.compile(r"\s+to\s+|\s*(?:->|→)\s*", re.IGNORECASE)
STEPS = 6
"""Codes of a way that is drawn in an answer, both ends included."""
FARTHEST = 1e6


@dataclass
class Asker:
    """A network that is asked, the images that it is asked about, and the walk that is shown."""

    model: VAE
    data: Dataset
    looks: Looks
    """Its walk is the one that is shown, and the learner's question changes it."""

    def answer(self, text: str) -> str:
        """A sentence, and images in characters below it."""
        numbers = code_in(text, self.model.code)
        if numbers:
            return self._decoded(numbers)
        ends = BETWEEN.split(text.strip())
        found = [asked_image(self.data, end) for end in (ends if len(ends) == 2 else [text])]
        if refused := [each for each in found if isinstance(each, str)]:
            return f"{refused[0]} A code is {self.model.code} numbers, or 2."
        images = [each for each in found if isinstance(each, AskedImage)]
        return self._between(*images) if len(images) == 2 else self._rebuilt(images[0])

    @property
    def walk(self) -> Walk:
        """The two images that the panel goes between."""
        return self.looks.gallery.walk

    def _decoded(self, numbers: list[float]) -> str:
        given = self.walk.first.new_tensor([numbers]).clamp(-FARTHEST, FARTHEST)  # (1, n)
        said, z = ", ".join(f"{number:g}" for number in numbers), given
        if len(numbers) < self.model.code:
            axes = most_used(self.looks.judge.bound(self.model))
            z = on_plane(given, axes, self.model.code)
            said += f" in the two numbers that are used most, {axes[0] + 1} and {axes[1] + 1},"
        return f"The code {said} is decoded to\n{drawn(self._shaped(self.model.images(z)))}"

    def _rebuilt(self, asked: AskedImage) -> str:
        x = self._pixels(asked)
        bound = bound_of(self.model, x, torch.randn_like(self.model.encode(x)[0]))
        pairs = zip(bound.mean[0].tolist(), (0.5 * bound.log_var[0]).exp().tolist(), strict=True)
        code = ", ".join(f"{mean:.2f} ± {sigma:.2f}" for mean, sigma in pairs)
        nats, kl = float(bound.reconstruction), float(bound.kl.sum())
        bill = f"−ELBO {nats + kl:.1f} nats, reconstruction {nats:.1f} + KL {kl:.1f}"
        both = torch.cat([x, self.model.images(bound.mean)])
        said = f"{self._named(asked)}: {bill}; its code is {code}."
        return f"{said}\nThe image, and rebuilt:\n{drawn(self._shaped(both))}"

    def _between(self, first: AskedImage, last: AskedImage) -> str:
        ends = [self._shaped(self._pixels(each))[0] for each in (first, last)]
        self.walk.first, self.walk.last = ends
        self.walk.names = self._named(first), self._named(last)
        said = f"from {self.walk.names[0]} to {self.walk.names[1]}, in equal steps of the code"
        return f"{said}:\n{drawn(self.walk.images(self.model, STEPS))}"

    def _pixels(self, asked: AskedImage) -> Tensor:
        """(1, D), of 0 and 1."""
        return self.walk.first.new_tensor(asked.x >= 0.5).flatten(1)

    def _shaped(self, x: Tensor) -> Tensor:
        return x.view(-1, *self.walk.first.shape)

    def _named(self, asked: AskedImage) -> str:
        """Such as "test 5 (a 7)", and what was done to a picture."""
        label = None if asked.label is None else visible(self.data.classes[asked.label])
        more = [*([label] if label else []), *asked.notes]
        return f"{visible(asked.name)} ({', '.join(more)})" if more else visible(asked.name)


def code_in(text: str, size: int) -> list[float]:
    """The numbers of a code: as many as it has, or two; none where the text is something else.

    A whole number alone is that of an image, or of a class: a code of one number has a point or
    a sign.
    """
    words = re.split(r"[\s,;]+", text.strip(" \t()[]"))
    if not all(CODE.fullmatch(word) for word in words) or len(words) not in {size, min(size, 2)}:
        return []
    if len(words) == 1 and words[0].isdigit():
        return []
    return [float(word) for word in words]
