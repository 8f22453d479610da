"""Sampling: temperature and top-k

Divide the logits by the temperature, keep the k largest, and give all others the probability
zero. Return the probabilities. With a low temperature the text is safe; with k = 1 it is always
the most likely one.
"""

import math

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def top_k_probabilities(logits: Tensor, temperature: float, k: int) -> Tensor:
    """The probabilities (V,) of the next token; no two logits are equal."""
    least = logits.topk(k).values[-1]
    kept = (logits / temperature).masked_fill(logits < least, -math.inf)
    return kept.softmax(dim=0)


def cases(draw: Draw) -> tuple[Tensor, float, int]:
    """Logits without ties."""
    words = draw.size(2)
    logits = torch.randperm(words, generator=draw.generator) + draw.uniform(words) / 2
    return logits, draw.number(0.2, 2.0), draw.integer(1, words)


exercise = Exercise(
    top_k_probabilities,
    hints=(
        "What must the logit of a word be, so that softmax gives it zero?",
        "logits.topk(k).values[-1] is the smallest logit that is kept.",
        "(logits / temperature).masked_fill(logits < least, -math.inf).softmax(dim=0).",
    ),
    cases=cases,
)
