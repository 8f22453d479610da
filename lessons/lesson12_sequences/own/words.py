"""The learner's own words as numbers: sentences with a tag for each word, or texts with a class."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import torch
from torch import Tensor

from lessons.lesson12_sequences import Sequences
from lessons.lesson12_sequences.own.brought import Brought
from lessons.lesson12_sequences.tasks import IGNORED, Batch

PADDING, UNKNOWN = 0, 1


def features(word: str) -> list[str]:
    """What is read of a word: itself in lower case, its last three letters, and its shape.

    The two others are known of words that training never had.
    """
    shape = "".join("X" if c.isupper() else "x" if c.islower() else "9" if c.isdigit() else c
                    for c in word[:4])  # fmt: skip
    return [f"word {word.lower()}", f"end {word[-3:].lower()}", f"shape {shape}"]


class Words:
    """A task out of a file. What it reads are codes: K for each word, whose vectors are added."""

    def __init__(self, data: Brought, hp: Sequences, device: torch.device) -> None:
        self.data, self.device, self.dropped = data, device, hp.word_dropout
        self.classes, self.whole = data.classes, data.whole
        self.read_of = (lambda word: [word]) if data.whole else features
        known = dict.fromkeys(chain.from_iterable(
            self.read_of(word) for words in data.train.words for word in words))  # fmt: skip
        self.numbers = {feature: at for at, feature in enumerate(known, UNKNOWN + 1)}
        self.inputs, self.codes, self.best = 0, len(self.numbers) + UNKNOWN + 1, 1.0
        self.width = data.longest if hp.read == "padded" and data.whole else 0
        self.words, self.labels = self.encoded(data.train.words), self.answers(data.train.answers)
        sizes = torch.tensor([len(words) for words in data.train.words])
        self.sizes = sizes.numpy()
        """Where a look at the lengths waits for no accelerator."""
        self.lengths = sizes.to(device)
        self.starts = self.lengths.cumsum(0) - self.lengths
        self.test = self.batch(data.test.words, data.test.answers)

    def encoded(self, texts: Sequence[Sequence[str]]) -> Tensor:
        """The codes of all words in one row, (words, K)."""
        codes = [[self.numbers.get(each, UNKNOWN) for each in self.read_of(word)]
                 for words in texts for word in words]  # fmt: skip
        return torch.tensor(codes, dtype=torch.int32, device=self.device)

    def answers(self, answers: Sequence[Sequence[int]]) -> Tensor:
        """The tags of all words in one row; or a class for each text."""
        return torch.tensor(list(chain.from_iterable(answers)), device=self.device)

    def draw(self, n: int) -> Batch:
        """Sentences of the training part; some codes are read as unknown, so that it is known."""
        rows = torch.randint(len(self.sizes), (n,))
        width = self.width or int(self.sizes[rows.numpy()].max())
        rows = rows.to(self.device, non_blocking=True)
        x, y = self.padded(self.words, self.labels, self.starts[rows], self.lengths[rows], width)
        is_lost = (torch.rand(x.shape, device=self.device) < self.dropped) & (x != PADDING)
        labels = self.labels[rows] if self.whole else y
        return Batch(x.masked_fill(is_lost, UNKNOWN), self.lengths[rows], labels)

    def padded(
        self, words: Tensor, labels: Tensor, starts: Tensor, lengths: Tensor, width: int
    ) -> tuple[Tensor, Tensor]:
        """Codes (B, T, K) and tags (B, T) of the sentences that begin there."""
        t = torch.arange(width, device=self.device)
        is_real = t < lengths[:, None]  # (B, T)
        places = (starts[:, None] + t).clamp(max=len(words) - 1)
        tags = labels if self.whole else labels[places].where(is_real, IGNORED)
        return words[places] * is_real[:, :, None], tags

    def batch(self, texts: Sequence[Sequence[str]], answers: Sequence[Sequence[int]]) -> Batch:
        """All of these, padded to the longest; with nothing read as unknown but what is."""
        lengths = torch.tensor([len(words) for words in texts], device=self.device)
        words, labels = self.encoded(texts), self.answers(answers)
        width = self.width or int(lengths.max())
        x, y = self.padded(words, labels, lengths.cumsum(0) - lengths, lengths, width)
        return Batch(x, lengths, labels if self.whole else y)

    def disturbed(self, x: Tensor, places: Tensor) -> Tensor:
        """One word of each read as unknown."""
        other = x.clone()
        other[torch.arange(len(x), device=x.device), places] = UNKNOWN
        return other

    def knows(self, word: str) -> bool:
        """Whether training had it, in whatever case."""
        return self.read_of(word)[0] in self.numbers
