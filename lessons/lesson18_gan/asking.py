"""What can be asked: of a point, whether it is real, and where D's gradient would push it."""

from __future__ import annotations

import math
import re

import torch
from torch import Tensor

from lessons.lesson18_gan.networks import Discriminator, Generator
from lessons.lesson18_gan.reals import Images, Ring
from lessons.lesson18_gan.ring import SIGMA, centres

PROMPTS = {"ring": "Which point? Such as: 1.4 1.4", "images": "Which real image? Such as: 12"}
WAYS = ("right", "up and right", "up", "up and left", "left", "down and left", "down",
        "down and right")  # fmt: skip


def answer(text: str, g: Generator, d: Discriminator, reals: Ring | Images) -> str:
    """In words, for whatever was typed."""
    if isinstance(reals, Ring):
        return of_point(text, d)
    return of_image(text, g, d, reals)


def of_point(text: str, d: Discriminator) -> str:
    """What D says of a point of the plane, and the push that a sample there would get."""
    try:
        numbers = [float(word) for word in re.split(r"[\s,;]+", text.strip())]
    except ValueError:
        numbers = []
    if len(numbers) != 2 or not all(math.isfinite(n) and abs(n) <= 1e6 for n in numbers):
        return "Give two numbers, such as 1.4 1.4."
    device = next(d.parameters()).device
    x = torch.tensor([[numbers]], device=device)  # (1, 1, 2)
    logit, push = pushed(d, x)
    away = torch.cdist(x[0].cpu(), centres()).min().item()
    return (
        f"D says {1 / (1 + math.exp(-max(-700.0, logit))):.1%} real (logit {logit:.2f}). "
        f"{_way(push)} The nearest mode is {away:.2f} away, or {away / SIGMA:.1f} σ."
    )


def pushed(d: Discriminator, x: Tensor) -> tuple[float, Tensor]:
    """The logit of one sample (1, 1, D) by the first D, and its gradient ∇ₓ, (D,)."""
    with torch.enable_grad():
        x = x.expand(len(d.layers[0].get_parameter("weight")), -1, -1).clone().requires_grad_()
        logits = d(x)  # (R, 1)
        (gradient,) = torch.autograd.grad(logits.sum(), x)
    return logits[0, 0].item(), gradient[0, 0].cpu()


def _way(push: Tensor) -> str:
    right, up = push.tolist()
    length = math.hypot(right, up)
    if not math.isfinite(length) or length < 1e-6:
        return "Its gradient there is 0: a sample would not be pushed."
    way = WAYS[round(math.atan2(up, right) / (math.pi / 4)) % 8]
    return (
        f"Its gradient there is ({right:+.2f}, {up:+.2f}): a sample of G's would be pushed {way}."
    )


def of_image(text: str, g: Generator, d: Discriminator, reals: Images) -> str:
    """What D says of a training image, beside what it says of generated ones."""
    count = len(reals.pixels)
    word = text.strip()
    if not word.isdecimal() or len(word) > 9 or not 1 <= int(word) <= count:
        return f"Give the number of a training image, 1 to {count:,}, such as 12."
    starts = len(d.layers[0].get_parameter("weight"))
    x = reals.pixels[int(word) - 1].expand(starts, 1, -1)
    z = torch.randn(starts, 256, g.layers[0].get_parameter("weight").shape[1], device=x.device)
    real, made = d(x)[0, 0].sigmoid(), d(g(z))[0].sigmoid()
    above = (made > real).float().mean()
    return (
        f"D says {float(real):.1%} real of image {word}; of 256 generated ones it says "
        f"{float(made.mean()):.1%} on average, and {float(above):.0%} of them look more real to it."
    )
