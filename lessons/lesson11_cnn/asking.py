"""What a learner can ask: what an image shows, also a picture of the learner's own."""

from __future__ import annotations

import torch

from lessons.kit.errors import visible
from lessons.lesson11_cnn.model import Network
from lessons.shared.asked import AskedImage, asked_image
from lessons.shared.dataset import Dataset

SHOWN = 3
"""Classes in an answer, the most probable first."""


def answer(model: Network, data: Dataset, question: str) -> str:
    """What the network says of `7`, `test 123` or a picture file; and of it moved by a pixel."""
    found = asked_image(data, question)
    return found if isinstance(found, str) else told(model, data, found)


def told(model: Network, data: Dataset, asked: AskedImage) -> str:
    """The classes and their shares, the true one, and what was done to a picture."""
    x = torch.from_numpy(asked.x).to(model.frame.paper.device)  # (1, C, H, W)
    p = model(x).softmax(1)[0]
    best = p.argsort(descending=True)[:SHOWN].tolist()
    said = ", ".join(f"{visible(data.classes[at])} {float(p[at]):.0%}" for at in best)
    true = "" if asked.label is None else f", and it is {visible(data.classes[asked.label])}"
    done = f" The picture: {'; '.join(asked.notes)}." if asked.notes else ""
    return f"{visible(asked.name)}: it says {said}{true}.{done}"
