"""BERT in little: an encoder, a head that guesses hidden words, and a head that says a class.

B texts, T tokens, D numbers a token, V words, C classes.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.lesson16_bert import Bert
from lessons.lesson16_bert.real.pieces import Pieces
from lessons.lesson16_bert.real.weights import RealEncoder, RealHead, filled
from lessons.lesson16_bert.texts import FIRST, UNKNOWN
from lessons.shared.encoder import NOT_ASKED, PADDING, Block, Encoder

INIT = 0.1
"""Deviation of the embeddings at the start: with BERT's 0.02, the step at which words of praise
and of blame come apart differs more between seeds."""
EVEN, LOUD = 0.1, 1.7
"""Queries and keys begin small, so that each word looks at all others evenly; values begin large.
A word's side is in no single neighbour: the mean of them all is where to find it first."""
ROOM = 1.3
"""Of the words asked for on average: so many are scored at most, in a row of a fixed length."""


class Net(nn.Module):
    """One encoder with two heads. Pretraining teaches the first, labels teach the second."""

    def __init__(
        self, hp: Bert, words: int, longest: int, classes: int, real: Pieces | None = None
    ) -> None:
        super().__init__()
        self.hp = hp
        self.encoder: Encoder | RealEncoder
        self.turn: nn.Module = nn.Identity()
        if real:
            self.encoder = RealEncoder(real.config, words)
            self.turn = RealHead(real.config) if real.can_guess else self.turn
        else:
            self.encoder = Encoder(words, longest, hp.width, hp.heads, hp.layers)
            for table in (self.encoder.words, self.encoder.places):
                nn.init.normal_(table.weight, std=INIT)
            look_evenly(self.encoder)
        self.bias = nn.Parameter(torch.zeros(words))
        if real and isinstance(self.encoder, RealEncoder) and hp.pretrain:
            filled(real, self.encoder, self.turn, self.bias)
        self.head = nn.Linear(self.encoder.words.embedding_dim, classes)

    def forward(self, tokens: Tensor) -> Tensor:
        """The states (B, T, D) of tokens (B, T)."""
        if not self.training:
            states: Tensor = self.encoder(tokens)
            return states
        x, mask = self.encoder.begin(drop_words(tokens, self.hp.word_dropout))
        x = F.dropout(x, self.hp.dropout)
        for block in self.encoder.blocks:
            x = block(x, mask)
        states = self.encoder.last(x)
        return F.dropout(states, self.hp.dropout)

    def guess(self, states: Tensor) -> Tensor:
        """How well each word fits each place, (…, V): the scores are products with its vector.

        The table is the one that words are read by ("tied"): what is learned of a word as an
        answer is known of it as an input.
        """
        return F.linear(self.turn(states), self.encoder.words.weight, self.bias)

    def classify(self, states: Tensor, tokens: Tensor) -> Tensor:
        """The logits of the classes, (B, C), from states (B, T, D)."""
        logits: Tensor = self.head(pooled(states, tokens, self.hp.pooling))
        return logits


@torch.no_grad()
def look_evenly(encoder: Encoder) -> None:
    """Scale the weights of attention so that it begins as a mean of all words."""
    for block in encoder.blocks:
        assert isinstance(block, Block)
        width = block.attention.out.in_features
        queries_keys, values = block.attention.qkv.weight.split([2 * width, width])
        queries_keys *= EVEN
        values *= LOUD
        block.attention.out.weight *= LOUD


def pooled(states: Tensor, tokens: Tensor, pooling: str) -> Tensor:
    """One vector for each text, (…, B, D): the mean of its words' states, or that of [CLS]."""
    if pooling == "cls":
        return states[..., 0, :]
    is_word = (tokens != PADDING)[..., None]  # (…, B, T, 1)
    return (states * is_word).sum(-2) / is_word.sum(-2)


def drop_words(tokens: Tensor, share: float) -> Tensor:
    """Some words read as unknown, so that no text hangs on one word; marks are left alone."""
    if not share:
        return tokens
    is_lost = (torch.rand(tokens.shape, device=tokens.device) < share) & (tokens > UNKNOWN + 2)
    return tokens.masked_fill(is_lost, UNKNOWN)


def to_answer(hp: Bert, seen: Tensor, wanted: Tensor) -> tuple[Tensor, Tensor]:
    """Which of the B·T tokens the loss is a mean over, (…, N), and their words, (…, N).

    From what is read and what is asked for, (…, B, T): the words asked for, or with `scored` all.
    """
    if hp.scored == "hidden":
        return asked_places(wanted, hp.hidden)
    as_written = torch.where(wanted == NOT_ASKED, seen, wanted)
    return asked_places(as_written.masked_fill(as_written < FIRST, NOT_ASKED), 1.0)


def asked_places(targets: Tensor, share: float) -> tuple[Tensor, Tensor]:
    """Which of the B·T tokens are asked for, (…, N), and their words, from targets (…, B, T).

    Scores are for V words, so the other places are left out. N depends on the shape alone, which
    a GPU need not be asked for; what is left over has the target NOT_ASKED.
    """
    flat = targets.flatten(-2)
    room = min(flat.shape[-1], 8 + int(ROOM * share * flat.shape[-1]))
    asked_first = (flat == NOT_ASKED).to(torch.uint8).argsort(dim=-1, stable=True)
    places = asked_first[..., :room]
    return places, flat.gather(-1, places)
