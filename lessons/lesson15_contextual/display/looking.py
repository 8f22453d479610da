"""Parts of a look that all kinds of data share: attention in a sentence, and the nearest uses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from lessons.kit.loop import Grid
from lessons.lesson15_contextual.measures import unit
from lessons.lesson15_contextual.model import MaskedWords
from lessons.lesson15_contextual.uses import NOTHING, Encoded, Reading, Use
from lessons.shared.attention import maps

NEAREST = 3
"""Uses that are listed as the nearest to one."""


def on_device(uses: Encoded, device: torch.device) -> tuple[Tensor, Tensor]:
    """Tokens (N, T) and places (N,)."""
    return torch.from_numpy(uses.tokens).to(device), torch.from_numpy(uses.at).to(device)


def attention(model: MaskedWords, reading: Reading, use: Use) -> Any:
    """Who looks at whom in the sentence of a use, by layer and head."""
    read = reading.placed(use).words[: reading.longest]
    start = next(at for at, word in enumerate(read) if word != NOTHING)
    words = read[start:]
    tokens, _ = on_device(reading.encode([use]), next(model.parameters()).device)
    looked = [layer.of(slice(start, len(read))) for layer in model.encoder.by_hand(tokens)]
    alone = Grid(torch.eye(len(words)), rows=words, columns=words)
    return maps(looked, words) if looked else {"no layers: every word alone": alone}


def nearest_rows(
    vectors: Tensor, uses: Sequence[Use], names: Sequence[str], of: Sequence[int]
) -> list[list[str]]:
    """The nearest other uses of some of them; `names` says the sense or group of each."""
    flat = unit(vectors)
    rows = [["cosine", "group", "sentence"]]
    for at in of:
        cosines = flat @ flat[at]
        order = cosines.argsort(descending=True).tolist()
        for other in [at, *[each for each in order if each != at][:NEAREST]]:
            mark = "of:" if other == at else f"{cosines[other]:.2f}"
            rows.append([mark, names[other], uses[other].listed])
    return rows
