"""What a learner can ask: what an image shows, and how much gradient it sends to layer 1."""

import re

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.lesson08_depth.model import DeepNet
from lessons.shared.dataset import Dataset, Part

ASKED = re.compile(r"\s*(?:(test|train)\s+)?(\d{1,9})\s*", re.IGNORECASE)


def answer(model: DeepNet, data: Dataset, question: str) -> str:
    """What the network says of an image such as `test 123`, and what it would learn from it."""
    found = ASKED.fullmatch(question)
    if not found:
        return f"type the number of an image, such as: test 123 (1 to {len(data.test):,})"
    name, place = (found[1] or "test").lower(), int(found[2])
    part: Part = getattr(data, name)
    if not 1 <= place <= len(part):
        return f"{name} has images 1 to {len(part):,}: there is no {place}"
    return f"{name} {place}: {told(model, data, part, place - 1)}"


def told(model: DeepNet, data: Dataset, part: Part, place: int) -> str:
    """The class and its share; then the gradients at both ends."""
    device = model.head.weight.device
    x = torch.from_numpy(part.x[place : place + 1]).to(device)  # (1, F)
    label = torch.from_numpy(part.y[place : place + 1]).to(device)  # (1,)
    p, first, last = gradients_of(model, x, label)
    best = int(p.argmax())
    true = data.classes[int(label)]
    said = f"it says {data.classes[best]} ({float(p[best]):.0%}), and it is {true}."
    if not last:
        return f"{said} No gradient reaches even layer {len(model.layers)}."
    share = f"{first:.2g} of {last:.2g}, or {first / last:.2g} of it"
    return f"{said} Gradient at layer 1 of that at layer {len(model.layers)}: {share}."


def gradients_of(model: DeepNet, x: Tensor, label: Tensor) -> tuple[Tensor, float, float]:
    """Probabilities (C,), and the length of the first and last layer's gradients of this loss."""
    with torch.enable_grad():
        logits = model(x)  # (1, C)
        loss = F.cross_entropy(logits, label)
    ends = [model.weights[0], model.weights[-1]]
    first, last = torch.autograd.grad(loss, ends)  # .grad, which the loop uses, stays as it is
    return logits.detach()[0].softmax(0), float(first.norm()), float(last.norm())
