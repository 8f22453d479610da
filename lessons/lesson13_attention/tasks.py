"""What is asked: the value of a key among pairs, or the same symbols in reverse.

Every batch is new, so none of it was trained on. What the networks are tested with is drawn here
too, never from their own randomness: all of them are asked the same.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Generator, Tensor

from lessons.lesson13_attention import Attention
from lessons.lesson13_attention.own.brought import Symbols, Words

TESTED = 512
"""Examples of the test: an accuracy is good to 0.02."""


class Batch(NamedTuple):
    """Examples: what is asked of which tokens, the answers, and the token that has each."""

    asked: Tensor
    """(B, Q) codes."""
    told: Tensor
    """(B, T, C) codes: a pair has two of them, a symbol one."""
    target: Tensor
    """(B, Q)."""
    at: Tensor
    """(B, Q): the place of the token in which the answer stands."""

    def to(self, device: torch.device) -> Batch:
        """The same, over there."""
        return Batch(*(part.to(device) for part in self))


class Recall:
    """Pairs of a key and a value, the keys all different; then one of the keys: which value?"""

    asks_have_places = False

    def __init__(self, words: Words, hp: Attention, device: torch.device) -> None:
        self.words = words
        self.length = hp.pairs
        self.device = device
        self.keys, self.answers = len(words.keys), len(words.values)
        self.codes = self.keys + self.answers
        self.own = torch.tensor(words.pairs)
        """(P, 2): the learner's pairs, key and value; none if there are none."""

    @property
    def most(self) -> int:
        """Pairs that can be read at once, their keys all different."""
        return len(self.own) or self.keys

    def draw(self, size: int, generator: Generator | None = None, pairs: int = 0) -> Batch:
        """Fresh pairs, put together at random: nothing of them can be learned by heart."""
        device = self.device if generator is None else torch.device("cpu")
        luck = torch.rand(size, self.keys, generator=generator, device=device)
        keys = luck.topk(pairs or self.length).indices  # (B, N), all different
        values = torch.randint(self.answers, keys.shape, generator=generator, device=device)
        at = torch.randint(keys.shape[1], (size, 1), generator=generator, device=device)
        return self.batch(keys, values, at)

    def batch(self, keys: Tensor, values: Tensor, at: Tensor) -> Batch:
        """Keys and values (B, N), and which of them are asked for, (B, Q)."""
        told = torch.stack([keys, values + self.keys], 2)  # (B, N, 2)
        return Batch(keys.gather(1, at), told, values.gather(1, at), at)

    def test(self, pairs: int = 0) -> Batch:
        """The same examples for every network and step; of the learner's pairs where there are."""
        luck = Generator().manual_seed(1)
        if not len(self.own):
            return self.draw(TESTED, luck, pairs).to(self.device)
        some = torch.rand(TESTED, len(self.own), generator=luck).topk(pairs or self.length).indices
        keys, values = self.own[some].unbind(2)  # (B, N) each
        at = torch.randint(keys.shape[1], (TESTED, 1), generator=luck)
        return self.batch(keys, values, at).to(self.device)

    def shown(self) -> Batch:
        """One example of the test, asked for every one of its keys, in the order of their names."""
        told = self.test().told[:1]  # (1, N, 2)
        keys, values = told[..., 0], told[..., 1] - self.keys
        return self.batch(keys, values, keys.argsort(1))

    def rows(self, batch: Batch) -> list[str]:
        """What the first example's questions are called."""
        return [f"{self.words.keys[code]}?" for code in batch.asked[0].tolist()]

    def columns(self, batch: Batch) -> list[str]:
        """What its tokens are called."""
        return [
            f"{self.words.keys[key]}={self.words.values[value - self.keys]}"
            for key, value in batch.told[0].tolist()
        ]


class Reverse:
    """Symbols in a row; at each place: which symbol stands as far from the other end?"""

    asks_have_places = True

    def __init__(self, symbols: Symbols, hp: Attention, device: torch.device) -> None:
        self.symbols = symbols
        self.length = hp.length
        self.device = device
        self.codes = self.answers = len(symbols.alphabet)
        self.texts = [torch.tensor(part, dtype=torch.long) for part in symbols.parts]
        """To learn from and to test on, where the learner brought a text."""
        self.training = self.texts[0].to(device) if self.texts else None

    def draw(self, size: int, generator: Generator | None = None) -> Batch:
        """Fresh symbols, all alike and each by itself; or pieces of the learner's text."""
        if self.training is None:
            device = self.device if generator is None else torch.device("cpu")
            shape = (size, self.length)
            drawn = torch.randint(self.codes, shape, generator=generator, device=device)
            return self.batch(drawn)
        return self.batch(self.pieces(self.training, size, generator))

    def pieces(self, text: Tensor, size: int, generator: Generator | None) -> Tensor:
        """From random places, (B, T)."""
        many = len(text) - self.length + 1
        starts = torch.randint(many, (size, 1), generator=generator, device=text.device)
        return text[starts + torch.arange(self.length, device=text.device)]

    def batch(self, symbols: Tensor) -> Batch:
        """Symbols (B, T): every place asks, and is answered from the other end."""
        at = torch.arange(symbols.shape[1] - 1, -1, -1, device=symbols.device)
        return Batch(symbols, symbols.unsqueeze(2), symbols.flip(1), at.expand_as(symbols))

    def test(self) -> Batch:
        """The same examples for every network and step; of the text's end where there is one."""
        luck = Generator().manual_seed(1)
        if self.texts:
            return self.batch(self.pieces(self.texts[1], TESTED, luck)).to(self.device)
        return self.draw(TESTED, luck).to(self.device)

    def shown(self) -> Batch:
        """The first example of the test."""
        return Batch(*(part[:1] for part in self.test()))

    def rows(self, batch: Batch) -> list[str]:
        """What the first example's questions are called: the places that are to be filled."""
        return [f"out {place}" for place in range(1, self.length + 1)]

    def columns(self, batch: Batch) -> list[str]:
        """What its tokens are called."""
        return [self.symbols.alphabet[code] for code in batch.told[0, :, 0].tolist()]


Task = Recall | Reverse


def task_of(hp: Attention, data: Words | Symbols, device: torch.device) -> Task:
    """The one that these data are for."""
    return Recall(data, hp, device) if isinstance(data, Words) else Reverse(data, hp, device)


def commonest(batch: Batch) -> float:
    """How often it is right to name the commonest answer that there is in an example.

    Whoever knows what there is, and not where it stands, can do no better.
    """
    symbols = batch.told[..., -1]  # (B, T)
    counts = (symbols.unsqueeze(2) == symbols.unsqueeze(1)).sum(2)  # (B, T): each one's copies
    return float(counts.max(1).values.double().mean() / symbols.shape[1])
