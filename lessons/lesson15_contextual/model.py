"""The network: an encoder that reads both ways, and a head that guesses hidden words.

The vector of a use is the encoder's last state at the place of the word. The head is needed to
train; nobody asks it afterwards.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from lessons.shared.attention import causal
from lessons.shared.encoder import Encoder, mask_tokens

if TYPE_CHECKING:
    from lessons.lesson15_contextual import Contextual

AT_ONCE = 512
"""Sentences in one pass, where many are read."""


class OneWay(Encoder):
    """The same encoder, but each token looks only at itself and at those before it."""

    def begin(self, tokens: Tensor) -> tuple[Tensor, Tensor]:
        """What each token is and where it stands, and who may look at whom."""
        x, mask = super().begin(tokens)
        return x, mask & causal(tokens.shape[1], tokens.device)


class MaskedWords(nn.Module):
    """A vector for each token, and from it a guess at what the token is."""

    def __init__(self, words: int, longest: int, hp: Contextual) -> None:
        super().__init__()
        kind = OneWay if hp.sees == "left" else Encoder
        self.encoder = kind(words, longest, hp.width, hp.heads, hp.layers)
        self.head = nn.Linear(hp.width, words)
        self.share = hp.share

    def forward(self, tokens: Tensor) -> Tensor:
        """Logits (B, T, V) for tokens (B, T)."""
        logits: Tensor = self.head(self.encoder(tokens))
        return logits


def asked(tokens: Tensor, hp: Contextual, hidden: int) -> tuple[Tensor, Tensor]:
    """What the network reads, and the words that it is to say, (B, T) both.

    If words are not hidden, it is asked for words that it can see.
    """
    seen, targets = mask_tokens(tokens, hp.share, hidden=hidden, first=2, words=hidden)
    return (seen if hp.hide else tokens), targets


def guesses(model: MaskedWords, seen: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
    """Logits (B, M, V) where a word is asked for, and these words (B, M).

    Logits of all T places would be most of the arithmetic with a large vocabulary. So M is as many
    as there are to be expected, and half as many again; it is fixed, so that no GPU is waited for.
    """
    states = model.encoder(seen)  # (B, T, D)
    many = most_asked(targets.shape[1], model.share)
    wanted, places = targets.topk(many, dim=1)  # NOT_ASKED is the least of all
    some = states.gather(1, places[..., None].expand(-1, -1, states.shape[2]))
    return model.head(some), wanted


def most_asked(tokens: int, share: float) -> int:
    """Places of a sentence at which the network is asked at most."""
    return min(tokens, math.ceil(1.5 * share * tokens) + 1)


@torch.no_grad()
def vectors(encoder: nn.Module, tokens: Tensor, at: Tensor) -> Tensor:
    """The vector of each use, (N, D): the state of tokens (N, T) at its place (N,)."""
    pieces = []
    for some, places in zip(tokens.split(AT_ONCE), at.split(AT_ONCE), strict=True):
        states = encoder(some)  # (n, T, D)
        pieces.append(states[torch.arange(len(some), device=some.device), places])
    return torch.cat(pieces)
