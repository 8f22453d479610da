"""What is drawn of a network: who looks at whom, and how alike places look."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.kit.loop import Picture
from lessons.lesson14_transformer.model import Cache, CausalTransformer
from lessons.lesson14_transformer.positions import rotated, sinusoidal
from lessons.shared.attention import maps

PLACES = 64
"""At most so many places in the map of how alike they look."""


def looks_at(model: CausalTransformer, seen: Tensor, names: list[str]) -> Picture:
    """The attention of every head of every layer, tokens on both axes: for one sequence (1, T)."""
    _, layers = model.by_hand(seen)
    return Picture("attention", maps(layers, names))


def places(model: CausalTransformer) -> Picture:
    """How alike two places look to the network, from what tells it of them: cosines.

    For rotary: of a key with itself, turned as it is at either place. Without positions all are
    the same.
    """
    at = torch.arange(min(model.context, PLACES), device=model.head.weight.device)  # (T,)
    width = model.embedding.weight.shape[1]
    match model.positions.kind:
        case "learned":
            vectors = model.positions.table.detach()[at]
        case "sinusoidal":
            vectors = sinusoidal(at, width)
        case "rotary":
            wide = width // model.heads
            vectors = rotated(torch.ones(len(at), wide, device=at.device), at)
        case _:
            vectors = torch.ones(len(at), 1, device=at.device)
    unit = F.normalize(vectors, dim=-1)
    return Picture("places", unit @ unit.mT)


@torch.no_grad()
def compared(model: CausalTransformer, seen: Tensor) -> dict[str, float]:
    """The largest differences: attention by hand from torch's, and with the cache from without."""
    logits, _ = model.by_hand(seen)
    cache = Cache()
    kept = [model(token[:, None], cache)[:, 0] for token in seen.unbind(1)]  # T of (1, V)
    found = {"attention by hand": float((logits - model(seen)).abs().max())}
    if model.mask:
        found["keys, values kept"] = float((torch.stack(kept, 1) - logits).abs().max())
    return found
