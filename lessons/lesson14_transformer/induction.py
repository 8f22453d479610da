"""Strings that are repeated: who has seen what followed the last time knows what follows now.

A sequence is a string of L different random symbols, said again and again. The next symbol is
determined from the second time on, and only there anything is asked. With a random L for each
sequence the place tells nothing: one must find the symbol that followed the same symbol before.
With one L for all, it is enough to look L − 1 places back, whatever stands there.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import torch
from torch import Generator, Tensor

from lessons.lesson14_transformer import Transformer as Settings
from lessons.lesson14_transformer.model import CausalTransformer

IGNORED = -100  # what torch's cross_entropy leaves out of its mean
SYMBOLS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SHORTEST, LONGEST = 6, 12
"""Of the strings, where their length is random."""
TESTED = 64
SHOWN = 9
"""Length of the string that is shown, where the length is random."""
SEED = 14

Pair = tuple[Tensor, Tensor]


class Induction:
    """Fresh sequences for every step, and the same ones to test every network on."""

    prompt = "Symbols such as D A C H S D A C: what follows?"
    tokens = len(SYMBOLS)

    def __init__(self, hp: Settings, device: torch.device) -> None:
        self.hp = hp
        self.device = device
        drawn = Generator().manual_seed(SEED)
        self.test, self.lengths = self.sequences(TESTED, drawn)  # (N, T + 1), (N, 1)
        shown = torch.tensor([[hp.period or min(SHOWN, hp.context)]])
        self.shown, _ = self.sequences(1, drawn, shown)

    def in_words(self, codes: Tensor) -> str:
        """A row of a batch as a person reads it."""
        return " ".join(SYMBOLS[code] for code in codes.tolist())

    def sequences(
        self, size: int, generator: Generator | None = None, lengths: Tensor | None = None
    ) -> Pair:
        """Symbols (N, T + 1), and how long each one's string is, (N, 1)."""
        device = generator.device if generator else self.device
        if lengths is None:
            lengths = torch.randint(
                SHORTEST, LONGEST + 1, (size, 1), generator=generator, device=device
            )
        if self.hp.period:
            lengths = torch.full_like(lengths, self.hp.period)
        noise = torch.rand(size, self.tokens, generator=generator, device=device)
        strings = noise.argsort(1)  # (N, 26), all symbols shuffled
        places = torch.arange(self.hp.context + 1, device=device) % lengths  # (N, T + 1)
        return strings.gather(1, places).to(self.device), lengths.to(self.device)

    def asked(self, symbols: Tensor, lengths: Tensor) -> Pair:
        """What is read, and what should follow: both (N, T), IGNORED before it is determined."""
        places = torch.arange(self.hp.context, device=self.device)  # (T,)
        following = symbols[:, 1:].masked_fill(places < lengths, IGNORED)
        return symbols[:, :-1], following

    def get_batch(self) -> Pair:
        """Sequences that were never seen before."""
        return self.asked(*self.sequences(self.hp.batch))

    @torch.no_grad()
    def measured(self, model: CausalTransformer, is_last: bool) -> dict[str, Any]:
        """How often the likeliest symbol is right, and where the best heads look."""
        seen, following = self.asked(self.test, self.lengths)
        logits, layers = model.by_hand(seen)  # (N, T, V)
        right = logits.argmax(-1) == following  # (N, T)
        asked = following != IGNORED
        weights = torch.stack([layer.weights for layer in layers])  # (L, N, H, T, T)
        return {"accuracy": right[asked].double().mean(), **self.masses(weights, asked)}

    def masses(self, weights: Tensor, asked: Tensor) -> dict[str, Tensor]:
        """Of each layer's best head, the weight on the token before, and on what followed before.

        The first is the mean over all places but the first. The second looks L − 1 places back,
        from where the next symbol is determined.
        """
        before = weights.diagonal(-1, -2, -1).mean(dim=(1, 3))  # (L, H)
        places = torch.arange(self.hp.context, device=self.device)
        back = (places - self.lengths + 1).clamp(min=0)  # (N, T)
        index = back[None, :, None, :, None].expand(*weights.shape[:-1], 1)
        followed = weights.gather(-1, index)[..., 0].transpose(2, 3)[:, asked].mean(1)  # (L, H)
        found = {}
        for layer in range(len(weights)):
            found[f"previous_{layer + 1}"] = before[layer].max()
            found[f"induction_{layer + 1}"] = followed[layer].max()
        return found

    @torch.no_grad()
    def answer(self, model: CausalTransformer, question: str) -> str:
        """What it takes for the next symbol, and what followed the last one before."""
        codes = [SYMBOLS.index(c) for c in question if c in SYMBOLS]
        if not codes:
            return f"give some symbols, such as D A C H S D A C (there are {SYMBOLS})"
        codes = codes[-self.hp.context :]
        chances = model(torch.tensor([codes], device=self.device))[0, -1].softmax(0)
        best = int(chances.argmax())
        said = f"{SYMBOLS[best]} (probability {float(chances[best]):.2f})"
        before = [after for seen, after in pairwise(codes) if seen == codes[-1]]
        if not before:
            return f"{said}; {SYMBOLS[codes[-1]]} did not come before: nothing tells what follows"
        return f"{said}; after the last {SYMBOLS[codes[-1]]} came {SYMBOLS[before[-1]]}"
