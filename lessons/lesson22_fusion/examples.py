"""The pairs that a network learns from and is judged by: digits with captions, or the learner's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.lesson22_fusion import Fusion
from lessons.lesson22_fusion.own.pairs import Pairs
from lessons.shared.dataset import Dataset, Part
from lessons.shared.labelled.wording import words_of

AFFIRM, NEGATE = ("truly", "indeed"), ("not", "never")
"""xor: two words that leave the label as it is, and two that turn it round."""
NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
WORDS = AFFIRM + NEGATE
PARITY = ["even", "odd"]
DIGIT = (1, 8, 8)
TIMES = 16
"""The test images are asked about so often, with fresh noise and a fresh caption each time."""


@dataclass(frozen=True)
class Rows:
    """Some pairs and their classes."""

    clean: Tensor
    """(N, F) pixels without noise, or numbers."""
    grain: Tensor | None
    """(N, F) the noise of each pair, of deviation 1: the same whenever the pair is drawn."""
    captions: Tensor
    """(N, V) how often each word is there."""
    y: Tensor
    """(N,)"""
    shows: Tensor
    """(N,) the class of the image itself: the digit; of own data the label."""

    def images(self, noise: float, rows: Tensor | slice = slice(None)) -> Tensor:
        """(N, F) as the network is given them, or some of them."""
        clean = self.clean[rows]
        return clean if self.grain is None else clean + noise * self.grain[rows]


@dataclass(frozen=True, eq=False)
class Problem:
    """Everything about the pairs of one run."""

    source: Pairs | Dataset
    train: Rows
    test: Rows
    classes: list[str]
    prior: Tensor
    """(C,) the share of each class in the training pairs."""

    @property
    def sizes(self) -> tuple[int, int, int]:
        """F, V and C."""
        return self.train.clean.shape[1], self.train.captions.shape[1], len(self.classes)

    @property
    def own(self) -> Pairs | None:
        """The learner's pairs; None for the lesson's digits."""
        return self.source if isinstance(self.source, Pairs) else None

    @property
    def words(self) -> list[str]:
        """(V,) the words that are counted in a caption."""
        if isinstance(self.source, Pairs):
            return self.source.words
        return list(WORDS if self.classes == PARITY else NAMES)

    @property
    def shape(self) -> tuple[int, ...]:
        """(C, H, W) of the images; (F,) of numbers."""
        return self.source.shape if isinstance(self.source, Pairs) else DIGIT

    def counted(self, caption: str) -> Tensor:
        """How often each word is in a caption that somebody types, (1, V)."""
        if isinstance(self.source, Pairs):
            return torch.from_numpy(self.source.counted(caption)).to(self.prior.device)
        said = words_of(caption)
        return torch.tensor([[float(said.count(word)) for word in self.words]]).to(self.prior)

    @cached_property
    def images(self) -> Dataset:
        """What an image can be called by: the digits, or the learner's pictures."""
        if isinstance(self.source, Pairs):
            return self.source.images
        return replace(
            self.source, train=_shaped(self.source.train), test=_shaped(self.source.test)
        )


def _shaped(part: Part) -> Part:
    return replace(part, x=part.x.reshape(len(part), *DIGIT))


def problem_of(hp: Fusion, data: Pairs | Dataset, device: torch.device) -> Problem:
    """The pairs of this run; the lesson's captions and noise are drawn from its seed."""
    if isinstance(data, Pairs):
        return _problem(data, of_own(data, data.rows.train, device),
                        of_own(data, data.rows.test, device), data.rows.classes)  # fmt: skip
    draw = of_xor if hp.task == "xor" else of_names
    train, test = draw(hp, data.train, 1, device), draw(hp, data.test, TIMES, device)
    return _problem(data, train, test, PARITY if hp.task == "xor" else data.classes)


def _problem(source: Pairs | Dataset, train: Rows, test: Rows, classes: list[str]) -> Problem:
    counts = torch.bincount(train.y, minlength=len(classes)).float()
    prior = (counts + 1) / (counts + 1).sum()  # of a class that nobody has seen, not 0
    return Problem(source, train, test, classes, prior)


def of_own(data: Pairs, part: Part, device: torch.device) -> Rows:
    """The learner's pairs, as they are."""
    x, y = torch.from_numpy(part.x).to(device), torch.from_numpy(part.y).to(device)
    return Rows(x[:, : data.width], None, x[:, data.width :], y, y)


def of_xor(hp: Fusion, part: Part, times: int, device: torch.device) -> Rows:
    """Digits with one word each; the label is the parity of the digit, or with NEGATE the other."""
    clean, digit = _digits(part, times, device)
    word = torch.randint(len(WORDS), (len(digit),), device=device)
    bit = (word >= len(AFFIRM)).long()
    label = (digit % 2) ^ bit
    captions = F.one_hot(word, len(WORDS)).float()
    return Rows(clean, torch.randn_like(clean), captions, label, digit)


def of_names(hp: Fusion, part: Part, times: int, device: torch.device) -> Rows:
    """Digits with some number words; each names the digit or, by chance, one of the nine others."""
    clean, digit = _digits(part, times, device)
    size = (len(digit), hp.names)
    other = (digit[:, None] + torch.randint(1, 10, size, device=device)) % 10
    names = torch.where(torch.rand(size, device=device) < hp.right, digit[:, None], other)
    captions = F.one_hot(names, len(NAMES)).sum(1).float()
    return Rows(clean, torch.randn_like(clean), captions, digit, digit)


def _digits(part: Part, times: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """Pixels (N, F) and digits (N,), each image so many times."""
    clean, digit = torch.from_numpy(part.x).to(device), torch.from_numpy(part.y).to(device)
    return clean.repeat(times, 1), digit.repeat(times)
