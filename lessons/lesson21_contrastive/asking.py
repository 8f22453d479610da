"""What a learner can ask: which images the network takes to be alike, and which the pixels do."""

from __future__ import annotations

import numpy as np
import torch

from lessons.lesson21_contrastive.model import Network
from lessons.lesson21_contrastive.neighbours import nearest
from lessons.lesson21_contrastive.probe import Pool, encoded
from lessons.shared.asked import asked_image
from lessons.shared.dataset import Dataset

SHOWN = 5


def answer(model: Network, data: Dataset, pool: Pool, text: str) -> str:
    """The nearest images of those that it learned from, with labels and cosines."""
    found = asked_image(data, text)
    if isinstance(found, str):
        return found
    x = torch.from_numpy(found.x).to(pool.x.device)
    name = found.name if found.label is None else f"{found.name}, a {data.classes[found.label]}"
    done = f" ({', '.join(found.notes)})" if found.notes else ""
    by_h = nearest(encoded(model.encode, pool.x), encoded(model.encode, x), SHOWN)
    by_pixels = nearest(encoded(lambda p: p, pool.x), encoded(lambda p: p, x), SHOWN)
    both = f"by the network: {told(data, *by_h)}; by pixels: {told(data, *by_pixels)}"
    return f"{name}{done}: nearest {both}"


def told(data: Dataset, places: np.ndarray, cosines: np.ndarray) -> str:
    """The label, or the number where there are no labels, and the cosine of each."""
    named = [data.classes[data.train.y[at]] if data.classes else f"train {at + 1}"
             for at in places[0].tolist()]  # fmt: skip
    return ", ".join(f"{name} {cosine:.2f}" for name, cosine in zip(named, cosines[0], strict=True))
