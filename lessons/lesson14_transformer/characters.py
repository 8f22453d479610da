"""The next character of a text: batches, the held-out part, what leaks, and what is written."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from lessons.kit.errors import visible
from lessons.kit.loop import Picture
from lessons.lesson14_transformer import Transformer as Settings
from lessons.lesson14_transformer.induction import IGNORED, Pair
from lessons.lesson14_transformer.model import CausalTransformer
from lessons.lesson14_transformer.text import MARK, NOTHING, Corpus
from lessons.lesson14_transformer.writing import written

GLANCE, MOST = 64, 4096
"""Held-out rows, from all over, that are scored while it trains, and at the end."""
AT_ONCE = 256
PREFIXES = 16
"""Held-out rows that a network without a mask is judged on, one prefix after the other."""
SAMPLE = 100
SHOWN = 24
"""Characters whose attention is drawn."""


class Characters:
    """One text, for one network."""

    prompt = "How should it begin?"

    def __init__(self, hp: Settings, corpus: Corpus, device: torch.device) -> None:
        self.hp = hp
        self.corpus = corpus
        self.device = device
        self.tokens = len(corpus.alphabet)
        self.training = torch.from_numpy(corpus.training).to(device)
        self.held_out = torch.from_numpy(corpus.held_out).to(device)  # (K, T + 1)
        self.shown = self.held_out[:1, : min(hp.context, SHOWN) + 1].clamp(min=0).long()

    def in_words(self, codes: Tensor) -> str:
        """A row of a batch as a person reads it."""
        return "".join(self.corpus.alphabet[max(code, 0)] for code in codes.tolist())

    def get_batch(self) -> Pair:
        """Windows from random places of the text, or random lines: (B, T) and what follows."""
        size = (self.hp.batch, 1)
        if self.corpus.is_lines:
            rows = torch.randint(len(self.training), size, device=self.device)
            return asked(self.training[rows[:, 0]])
        starts = torch.randint(len(self.training) - self.hp.context, size, device=self.device)
        return asked(self.training[starts + torch.arange(self.hp.context + 1, device=self.device)])

    def measured(self, model: CausalTransformer, is_last: bool) -> dict[str, Any]:
        """Held-out nats a character, honest ones, and what earlier scores know of later text."""
        rows = spread(self.held_out, MOST if is_last else GLANCE)
        held_out = nats(model, rows)
        honest = held_out if self.hp.mask else on_prefixes(model, spread(rows, PREFIXES))
        found: dict[str, Any] = {
            "held_out": held_out,
            "honest": honest,
            "leak": leak(model, rows[:8], self.tokens),
        }
        if self.corpus.floor is not None:
            found["floor"] = self.corpus.floor
        return found

    def sample(self, model: CausalTransformer, step: int) -> Picture:
        """What it writes by itself at this moment."""
        return Picture("sample", self.continued(model, "", Generator().manual_seed(step), SAMPLE))

    def continued(
        self, model: CausalTransformer, prompt: str, generator: Generator | None, length: int
    ) -> str:
        """The prompt and what follows. A line goes to its end; without a prompt there are several.

        Each line begins anew, at place 0: that is how lines were learned.
        """
        said = prompt
        while len(said) - len(prompt) < length:
            more = self.piece(model, prompt, generator, length - len(said) + len(prompt))
            if not more:
                return said + "… (nothing: the scores are no numbers)"
            said += more
            if prompt or not self.corpus.is_lines:
                break
        return said

    def piece(
        self, model: CausalTransformer, prompt: str, generator: Generator | None, length: int
    ) -> str:
        """What follows the prompt: so many characters, or of lines up to the end of one."""
        start = [self.corpus.place[MARK]] if self.corpus.is_lines else []
        codes, said = start + self.corpus.encode(prompt) or [0], ""
        hp = self.hp
        for code in written(model, codes, length, hp.temperature, hp.top_k, generator):
            said += self.corpus.alphabet[code]
            if self.corpus.is_lines and said[-1] == MARK:
                break
        return said

    def answer(self, model: CausalTransformer, question: str) -> str:
        """Go on from the question; what of it the text never had cannot be read, and is named."""
        lost = dict.fromkeys(c for c in question if c not in self.corpus.place)
        note = f"\n(not in this text, and not read: {visible(' '.join(lost))[:60]})" if lost else ""
        return self.continued(model, question, None, self.hp.length) + note


def asked(rows: Tensor) -> Pair:
    """What is read, (B, T), and what follows, IGNORED after the end of a line."""
    seen, following = rows[:, :-1].long(), rows[:, 1:].long()
    return seen.clamp(min=0), following.masked_fill(following == NOTHING, IGNORED)


def spread(rows: Tensor, most: int) -> Tensor:
    """At most so many rows, from even places."""
    if len(rows) <= most:
        return rows
    return rows[torch.linspace(0, len(rows) - 1, most, device=rows.device).long()]


@torch.no_grad()
def nats(model: CausalTransformer, rows: Tensor) -> Tensor:
    """Nats a character, all characters of a row scored in one pass."""
    total, count = torch.zeros((), device=rows.device), torch.zeros((), device=rows.device)
    for some in rows.split(AT_ONCE):
        seen, following = asked(some)
        logits = model(seen)  # (K, T, V)
        total += F.cross_entropy(logits.flatten(0, 1), following.flatten(), reduction="sum")
        count += (following != IGNORED).sum()
    return total / count


@torch.no_grad()
def on_prefixes(model: CausalTransformer, rows: Tensor) -> Tensor:
    """The same, but each character is asked for with nothing after it in sight: T passes."""
    seen, following = asked(rows)
    last = [model(seen[:, : t + 1])[:, -1] for t in range(seen.shape[1])]  # T of (K, V)
    return F.cross_entropy(torch.stack(last, 1).flatten(0, 1), following.flatten())


@torch.no_grad()
def leak(model: CausalTransformer, rows: Tensor, tokens: int) -> Tensor:
    """How much the scores of the first half change when the second half is another: at most."""
    seen, _ = asked(rows)
    half = seen.shape[1] // 2
    other = seen.clone()
    other[:, half:] = (other[:, half:] + 1) % tokens
    change: Tensor = model(seen)[:, :half] - model(other)[:, :half]
    return change.abs().max()
