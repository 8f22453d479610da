"""How a network writes: one character at a time, from the likeliest few, at a temperature.

Keys and values of what was read do not change when a character comes after it, so they are kept,
and each new character is one row and not all of them. When the context is full, the later half of
it is read again from place 0.
"""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Generator, Tensor

from lessons.lesson14_transformer.model import Cache, CausalTransformer


def chances(logits: Tensor, temperature: float, top_k: int) -> Tensor:
    """softmax(logits / temperature), (V,), all but the `top_k` likeliest at 0; 0 keeps all."""
    scores = logits / temperature
    if 0 < top_k < len(scores):
        least = scores.topk(top_k).values[-1]
        scores = scores.masked_fill(scores < least, float("-inf"))
    return scores.softmax(0)


@torch.no_grad()
def written(
    model: CausalTransformer, codes: list[int], length: int, temperature: float, top_k: int,
    generator: Generator | None = None,
) -> Iterator[int]:  # fmt: skip
    """What follows these codes, code by code; ends early where the scores are no numbers."""
    device = model.head.weight.device
    context, cache = model.context, Cache()
    read = codes[-context:]
    unread = list(read)
    for _ in range(length):
        if cache.length + len(unread) > context:
            cache, unread = Cache(), read[-(context // 2 or 1) :]
        seen = torch.tensor([unread], device=device)  # (1, T)
        logits = next_scores(model, seen, cache, read)  # (V,)
        if not logits.isfinite().all():
            return
        p = chances(logits.cpu().double(), temperature, top_k)
        code = int(torch.multinomial(p, 1, generator=generator))
        yield code
        read, unread = [*read, code][-context:], [code]


def next_scores(model: CausalTransformer, seen: Tensor, cache: Cache, read: list[int]) -> Tensor:
    """The scores of the next token, (V,). Without a mask nothing can be kept: all is read again."""
    whole = torch.tensor([read], device=seen.device)
    logits: Tensor = model(seen, cache) if model.mask else model(whole)  # (1, T, V)
    return logits[0, -1]
