"""What is read and what is asked. Of each task the best possible score is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Generator, Tensor

from lessons.lesson12_sequences import Sequences

IGNORED = -100
"""In the place of a tag: this step is not asked."""
TESTED = 1000
"""Sequences in the test: of 20 bits that is an accuracy to 0.0035, one standard deviation."""
STAYS = 0.75
"""next: the probability that a bit is the one before it once more."""
BITS = ["0", "1"]


@dataclass(frozen=True)
class Batch:
    """Sequences of one batch, padded at their end with zeros."""

    x: Tensor
    """(B, T, F) numbers, or (B, T, K) codes, of which each step has K."""
    lengths: Tensor
    """(B,): how many steps are real."""
    y: Tensor
    """(B, T) tags, IGNORED where none is asked; or (B,), one class or number for the whole."""

    def rows(self, places: Tensor | slice) -> Batch:
        """Some of them."""
        return Batch(self.x[places], self.lengths[places], self.y[places])


class Task(Protocol):
    """Where batches come from, and what is known of the answers."""

    classes: list[str]
    """Names of the tags or classes; none where a number is asked."""
    whole: bool
    """Whether there is one answer for a sequence, and not one for each step."""
    inputs: int
    """F, numbers at each step; 0 of words."""
    codes: int
    """Different codes, of words; 0 of numbers."""
    best: float
    """The best possible score on average for who sees nothing of what comes later."""
    test: Batch

    def draw(self, n: int) -> Batch:
        """So many sequences to learn from."""

    def disturbed(self, x: Tensor, places: Tensor) -> Tensor:
        """The same inputs, but for one step of each, (B,), which is another one."""


Drawn = tuple[Tensor, Tensor]
"""Bits that are read, (B, T), and the tags."""


def flipped(n: int, hp: Sequences, device: torch.device, luck: Generator | None) -> Tensor:
    """Independent fair bits, (B, T)."""
    return torch.randint(2, (n, hp.length), device=device, generator=luck)


def xor_next(bits: Tensor) -> Tensor:
    """Whether this bit and the next one differ. The last is not asked: it has no next."""
    return ended(bits[:, :-1] ^ bits[:, 1:])


def and_next(bits: Tensor) -> Tensor:
    """Whether this bit and the next one are both 1."""
    return ended(bits[:, :-1] & bits[:, 1:])


def ended(tags: Tensor) -> Tensor:
    """The tags (B, T − 1) with a last one that is not asked: (B, T)."""
    return torch.nn.functional.pad(tags, (0, 1), value=IGNORED)


def parity(bits: Tensor) -> Tensor:
    """Whether the number of ones so far is odd."""
    return bits.cumsum(1) % 2


def delayed(bits: Tensor, gap: int) -> Tensor:
    """The bit of `gap` steps ago; the first ones are not asked."""
    asked = bits[:, : bits.shape[1] - gap]
    return torch.nn.functional.pad(asked, (gap, 0), value=IGNORED)


TAGS: dict[str, Callable[[Tensor], Tensor]] = {
    "xor": xor_next, "and": and_next, "parity": parity, "odd": parity,
}  # fmt: skip
BEST = {
    "xor": 0.5, "and": 0.75, "next": STAYS, "parity": 1.0, "odd": 1.0, "delay": 1.0, "adding": 0.0,
}  # fmt: skip
GUESS = {"and": 0.75, "adding": 1 / 6}
"""The score of who reads nothing, if it is not one half; the sum of two numbers has a variance."""
WHOLE = ("odd", "adding")
"""Tasks with one answer for a whole sequence."""
AHEAD = ("xor", "and", "next")
"""Tasks whose tag needs the bit that comes next."""


class Generated:
    """One of the lesson's own tasks. The test is drawn once, by the run's seed."""

    def __init__(self, hp: Sequences, device: torch.device, seed: int) -> None:
        self.hp, self.device = hp, device
        self.whole = hp.task in WHOLE
        self.sums = hp.task == "adding"
        self.classes = [] if self.sums else BITS
        self.inputs, self.codes = (2 if self.sums else 1), 0
        self.best = BEST[hp.task]
        self.test = self.drawn(TESTED, Generator(device).manual_seed(seed))

    def draw(self, n: int) -> Batch:
        """So many sequences, new ones each time."""
        return self.drawn(n, None)

    def drawn(self, n: int, luck: Generator | None) -> Batch:
        """By this luck, or by that of the run."""
        lengths = self.lengths(n, luck)
        t = torch.arange(self.hp.length, device=self.device)
        is_real = t < lengths[:, None]  # (B, T)
        if self.sums:
            return self.adding(is_real, lengths, luck)
        bits, tags = self.tagged(n, luck)
        x = ((2.0 * bits - 1) * is_real)[:, :, None]  # −1 and 1, and 0 in the padding
        if self.whole:
            return Batch(x, lengths, tags.take_along_dim(lengths[:, None] - 1, 1)[:, 0])
        is_asked = t < lengths[:, None] - int(self.hp.task in ("xor", "and"))
        return Batch(x, lengths, tags.where(is_asked, IGNORED))

    def lengths(self, n: int, luck: Generator | None) -> Tensor:
        """All as long as `length` says, or any length from `shortest` on."""
        most = self.hp.length
        if not 0 < self.hp.shortest < most:
            return torch.full((n,), most, device=self.device)
        return torch.randint(self.hp.shortest, most + 1, (n,), device=self.device, generator=luck)

    def tagged(self, n: int, luck: Generator | None) -> Drawn:
        """Bits (B, T) and their tags (B, T)."""
        bits = flipped(n, self.hp, self.device, luck)
        if self.hp.task == "delay":
            return bits, delayed(bits, min(self.hp.gap, self.hp.length - 1))
        if self.hp.task in TAGS:
            return bits, TAGS[self.hp.task](bits)
        turns = torch.rand(n, self.hp.length, device=self.device, generator=luck) >= STAYS
        after = (bits[:, :1] + turns.cumsum(1)) % 2  # (B, T): bits 2 … T + 1 of a chain
        return torch.cat([bits[:, :1], after[:, :-1]], 1), after

    def adding(self, is_real: Tensor, lengths: Tensor, luck: Generator | None) -> Batch:
        """Numbers from 0 to 1, of which two are marked, one in each half: what is their sum?"""
        n, width = is_real.shape
        numbers = torch.rand(n, width, device=self.device, generator=luck) * is_real
        where = torch.rand(n, 2, device=self.device, generator=luck)
        half = lengths // 2
        first, second = (where[:, 0] * half).long(), half + (where[:, 1] * (lengths - half)).long()
        marks = torch.zeros_like(numbers).scatter_(1, torch.stack([first, second], 1), 1.0)
        return Batch(torch.stack([numbers, marks], 2), lengths, (numbers * marks).sum(1))

    def disturbed(self, x: Tensor, places: Tensor) -> Tensor:
        """One bit of each flipped; of numbers, the mark."""
        at = torch.arange(len(x), device=x.device)
        other = x.clone()
        other[at, places, -1] = 1 - x[at, places, -1] if self.sums else -x[at, places, -1]
        return other
