"""The network: an encoder that reads both ways, and a head that guesses hidden words.

The vector of a use is the encoder's last state at the place of the word. The head is needed to
train; nobody asks it afterwards.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from lessons.lesson15_contextual.uses import FIRST, Reading
from lessons.shared.attention import causal
from lessons.shared.encoder import NOT_ASKED, Encoder, mask_tokens

if TYPE_CHECKING:
    from lessons.lesson15_contextual import Contextual

HINTS = 0.2
"""What the weight of each hint begins with."""
AT_ONCE = 512
"""Sentences in one pass, where many are read."""


class OneWay(Encoder):
    """The same encoder, but each token looks only at itself and at those before it."""

    def begin(self, tokens: Tensor) -> tuple[Tensor, Tensor]:
        """What each token is and where it stands, and who may look at whom."""
        x, mask = super().begin(tokens)
        return x, mask & causal(tokens.shape[1], tokens.device)


class Senses(nn.Module):
    """Logits of the senses of one word, which stands at the same place in every row.

    It weighs the hints of single words, and adds what the encoder's state at the word says: of a
    few thousand sentences an encoder alone learns late which words matter.
    """

    def __init__(self, width: int, reading: Reading) -> None:
        super().__init__()
        self.centre = reading.centre
        self.state = nn.Linear(width, len(reading.senses))
        nn.init.zeros_(self.state.weight)
        nn.init.zeros_(self.state.bias)
        self.trust = nn.Parameter(torch.full((reading.hints.shape[1],), HINTS))

    def forward(self, states: Tensor, hints: Tensor) -> Tensor:
        """(B, C) for states (B, T, D) and hints (B, K, C)."""
        logits: Tensor = self.state(states[:, self.centre]) + self.trust @ hints
        return logits


class MaskedWords(nn.Module):
    """A vector for each token, and from it a guess at what the token is."""

    def __init__(self, reading: Reading, hp: Contextual) -> None:
        super().__init__()
        words = reading.hidden + 1
        kind = OneWay if hp.sees == "left" else Encoder
        self.encoder = kind(words, reading.longest, hp.width, hp.heads, hp.layers)
        self.head = nn.Linear(hp.width, words)
        self.share = hp.share
        self.senses = Senses(hp.width, reading) if reading.is_taught else None

    def forward(self, tokens: Tensor) -> Tensor:
        """Logits (B, T, V) for tokens (B, T)."""
        logits: Tensor = self.head(self.encoder(tokens))
        return logits


def asked(tokens: Tensor, hp: Contextual, reading: Reading) -> tuple[Tensor, Tensor]:
    """What the network reads, and the words that it is to say, (B, T) both.

    If words are not hidden, it is asked for words that it can see. The word whose senses are
    learned is never hidden.
    """
    hidden = reading.hidden
    seen, targets = mask_tokens(tokens, hp.share, hidden=hidden, first=FIRST, words=hidden)
    if reading.is_taught:
        seen[:, reading.centre] = tokens[:, reading.centre]
        targets[:, reading.centre] = NOT_ASKED
    return (seen if hp.hide else tokens), targets


def guesses(model: MaskedWords, states: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
    """Logits (B, M, V) where a word is asked for, and these words (B, M); states are (B, T, D).

    Logits of all T places would be most of the arithmetic with a large vocabulary. So M is as many
    as there are to be expected, and half as many again; it is fixed, so that no GPU is waited for.
    """
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
