"""The two things that a network is asked for here: to remember a symbol, and to go on with a text.

Both hand out codes, (B, T), and what should follow each of them, (B, T); IGNORED where nothing is
asked. Everything a network is measured with is drawn here too, and never from its own randomness.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from lessons.kit import Picture
from lessons.lesson02_gradients.text import Corpus

IGNORED = -100  # what torch's cross_entropy leaves out of its mean
PROBED = 8  # examples that the gradient is followed back in
PROMPT, LENGTH = "The ", 100
BITS = 1.4426950408889634  # in a nat

Pair = tuple[Tensor, Tensor]


class Scores(Protocol):
    """A network: codes, (B, T), and a state, to scores of what follows, (B, T, V), and a state."""

    def __call__(self, seen: Tensor, state: Any = None) -> tuple[Tensor, Any]:
        """Read on from a state; from an empty one where none is given."""


class Recall:
    """Remember the first of many symbols: it is asked for after the last, `lag` steps later.

    The simplest of the tasks of Hochreiter and Schmidhuber (1997): the symbols between are noise.
    """

    prompt = "Symbols such as 0 3 1 2: which was the first?"

    def __init__(self, symbols: int, lag: int, device: torch.device) -> None:
        self.symbols = symbols
        self.lag = lag
        self.device = device

    def in_words(self, codes: Tensor) -> str:
        """A row of a batch as a person reads it."""
        return " ".join(map(str, codes.tolist()))

    def get_batch(self, size: int, generator: Generator | None = None) -> Pair:
        """Fresh symbols, (B, lag + 1); a target at the last position only."""
        shape = (size, self.lag + 1)
        seen = torch.randint(self.symbols, shape, generator=generator, device=self.device)
        target = torch.full_like(seen, IGNORED)
        target[:, -1] = seen[:, 0]
        return seen, target

    def probe(self) -> Pair:
        """The same few sequences for every network and step: (B, lag + 1) and (B,)."""
        drawn = Generator().manual_seed(0)
        seen = torch.randint(self.symbols, (PROBED, self.lag + 1), generator=drawn)
        return seen, seen[:, 0]

    def measured(
        self, model: Scores, logits: Tensor, target: Tensor, scored: bool
    ) -> dict[str, Any]:
        """How many of the batch's answers are right. Every batch is new: none was trained on."""
        right = logits[:, -1].argmax(dim=1) == target[:, -1]  # (B,)
        return {"accuracy": right.double().mean()}

    def pictures(self, model: Scores, step: int, temperature: float) -> Iterator[Picture]:
        """None of its own."""
        yield from ()

    def answer(self, model: Scores, question: str, temperature: float, length: int) -> str:
        """What it takes for the first of the symbols it was given."""
        given = [int(c) for c in question if c.isdecimal() and int(c) < self.symbols]
        if not given:
            return f"give some symbols, 0 to {min(self.symbols, 10) - 1}"
        logits, _ = model(torch.tensor([given], device=self.device))
        chances = logits[0, -1].softmax(dim=0)
        said = int(chances.argmax())
        return f"{said} (probability {float(chances[said]):.2f}); it was {given[0]}"


class Language:
    """Predict the next character at every position of windows from all over a text."""

    prompt = "How should it begin?"

    def __init__(self, corpus: Corpus, window: int, lag: int, device: torch.device) -> None:
        self.corpus = corpus
        self.window = window
        self.lag = lag
        self.device = device
        self.text = torch.from_numpy(corpus.training).flatten().to(device)  # (characters,)
        self.lines = self._kept(corpus.held_out)  # (M, L + 1)
        self.asked = {"near": self._kept(corpus.near), "far": self._kept(corpus.far)}
        self.held_out = float("nan")
        """The score of this moment on the held-out lines, nats a character."""

    def _kept(self, codes: Any) -> Tensor:
        return torch.from_numpy(codes).long().to(self.device)

    def in_words(self, codes: Tensor) -> str:
        """A row of a batch as a person reads it."""
        return "".join(self.corpus.alphabet[code] for code in codes.tolist())

    def get_batch(self, size: int) -> Pair:
        """Windows from random places, and the same windows one character later."""
        starts = torch.randint(len(self.text) - self.window, (size, 1), device=self.device)
        return split(self.text[starts + torch.arange(self.window + 1, device=self.device)])

    def probe(self) -> Pair:
        """Pieces of the text from even places, (B, lag + 1), and what follows each, (B,)."""
        starts = torch.linspace(0, len(self.text) - self.lag - 2, PROBED).long()
        pieces = self.text.cpu()[starts[:, None] + torch.arange(self.lag + 2)].long()
        return pieces[:, :-1], pieces[:, -1]

    def measured(
        self, model: Scores, logits: Tensor, target: Tensor, scored: bool
    ) -> dict[str, Any]:
        """Now and then: the held-out lines, against counting pairs; in the village, its memory."""
        if not scored:
            return {}
        self.held_out = score(model, self.lines)
        found = {"held_out": self.held_out, "ahead": self.corpus.counted[1] - self.held_out}
        remembered = {n: share_right(model, asked) for n, asked in self.asked.items() if len(asked)}
        return found | remembered

    def pictures(self, model: Scores, step: int, temperature: float) -> Iterator[Picture]:
        """What it writes by itself, and its place among those who only count."""
        generator = Generator().manual_seed(step)
        yield Picture(
            "sample", write(model, self.corpus, PROMPT, temperature, self.device, generator)
        )
        yield Picture("counting", self.table())

    def table(self) -> list[list[Any]]:
        """Nats, bits and perplexity a character on the held-out text, the best last."""
        counted = self.corpus.counted
        scores = {"letter counts": counted[0], "pairs": counted[1], "5-grams": counted[4]}
        scores["this network"] = self.held_out
        if self.corpus.grammar is not None:
            scores["the grammar itself"] = self.corpus.grammar
        return [[name, *map(rounded, (x, x * BITS, exp(x)))] for name, x in scores.items()]

    def answer(self, model: Scores, question: str, temperature: float, length: int) -> str:
        """Go on from the prompt; what of it the text never had cannot be read, and is named."""
        lost = dict.fromkeys(c for c in question if c not in self.corpus.place)
        said = f"\n(not in this text, and not read: {' '.join(lost)[:60]})" if lost else ""
        text = write(model, self.corpus, question, temperature, self.device, length=length)
        return text + said


Task = Recall | Language


def split(pieces: Tensor) -> Pair:
    """All but the last character, and all but the first, (B, T) each."""
    return pieces[:, :-1].long(), pieces[:, 1:].long()


def exp(nats: float) -> float:
    """Perplexity: as unsure as between so many characters, all alike."""
    return float(torch.tensor(nats, dtype=torch.float64).exp())


def rounded(value: float) -> str:
    """Three digits after the point, as a table has room for."""
    return f"{value:.3f}"


@torch.no_grad()
def score(model: Scores, lines: Tensor) -> float:
    """Nats a character on lines, (M, L + 1), each read from an empty state."""
    seen, target = split(lines)
    logits, _ = model(seen)  # (M, L, V)
    return float(F.cross_entropy(logits.flatten(0, 1), target.flatten()))


@torch.no_grad()
def share_right(model: Scores, asked: Tensor) -> float:
    """How often its likeliest next character is the right one, after codes (M, P + 1)."""
    logits, _ = model(asked[:, :-1])  # (M, P, V)
    return float((logits[:, -1].argmax(dim=1) == asked[:, -1]).double().mean())


@torch.no_grad()
def write(
    model: Scores, corpus: Corpus, prompt: str, temperature: float, device: torch.device,
    generator: Generator | None = None, length: int = LENGTH,
) -> str:  # fmt: skip
    """Continue a prompt: draw a character, feed it back in, draw the next.

    Scores are divided by the temperature before the softmax: below 1 the likely becomes likelier.
    """
    seen = torch.tensor([corpus.encode(prompt)], device=device)  # (1, T)
    state, text = None, prompt
    for _ in range(length):
        logits, state = model(seen, state)
        if not logits.isfinite().all():
            return text + "… (nothing: the scores are no longer numbers)"
        chances = (logits[0, -1].cpu() / temperature).softmax(dim=0)  # (V,)
        drawn = torch.multinomial(chances, 1, generator=generator)  # (1,)
        text += corpus.alphabet[int(drawn)]
        seen = drawn[None].to(device)  # (1, 1)
    return text
