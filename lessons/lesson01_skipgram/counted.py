"""What can be known exactly where every pair of words has been counted.

With V words there are only V × V different pairs. Where that fits in memory, the average over all
pairs of a text, and over all noise words that might be drawn, is one sum over that matrix. So the
loss has no noise of its own, and its floor is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.lesson01_skipgram import SkipGramSettings
from lessons.lesson01_skipgram.text import Corpus

MOST_CELLS = 4_000_000
"""Scores in one step, starts × V × V: more, and a step takes longer than a tenth of a second."""
RARE = 1e-9
"""The share of a word that was never learned, but stands in the part kept apart."""


@dataclass(frozen=True)
class Counted:
    """The shares of all pairs, and of the noise that is set against them."""

    joint: Tensor
    """p(w, c): the share of each pair of centre and context, (V, V)."""
    noise: Tensor
    """k · p(w) · q(c): noise pairs for each pair of the text, (V, V)."""

    def to(self, device: torch.device) -> Counted:
        """The same on a device. Counting is done in 64 bits on the CPU: some GPUs have only 32."""
        return Counted(self.joint.to(device), self.noise.to(device))

    @property
    def words(self) -> Tensor:
        """p(w), the share of each centre, (V, 1)."""
        return self.joint.sum(1, keepdim=True)

    @cached_property
    def softmax_floor(self) -> float:
        """H(context | word) in nats: the least that any softmax can have for a loss."""
        return -float(_times_log(self.joint, self.joint / self.words).sum())

    @cached_property
    def negative_floor(self) -> float:
        """The least that negative sampling can have for a loss, with a free score for each pair.

        A pair's two terms are least where σ(score) = joint / (joint + noise), that is at
        score = log joint/noise: pointwise mutual information, shifted (Levy & Goldberg, 2014).
        """
        right = self.joint / (self.joint + self.noise)
        terms = _times_log(self.joint, right) + _times_log(self.noise, 1 - right)
        return -float(terms.sum())

    def floor(self, objective: str) -> float:
        """The floor of one of the objectives."""
        return self.softmax_floor if objective == "softmax" else self.negative_floor

    @cached_property
    def shifted_pmi(self) -> Tensor:
        """log p(w,c) / (p(w) · q(c)) − log k, (V, V); −∞ where a pair never occurred."""
        return (self.joint / self.noise).log()

    def guess(self, objective: str) -> Tensor:
        """The score of each context for one who knows how often words occur and no more, (V,)."""
        contexts = self.joint.sum(0).clamp(min=RARE)
        if objective == "softmax":
            return contexts.log()
        return (contexts / self.noise.sum(0).clamp(min=RARE)).log()


def noise_shares(counts: Tensor) -> Tensor:
    """How often each word is noise, (V,): count^¾, which lets rare words through a little more."""
    weights = counts.double() ** 0.75
    return weights / weights.sum()


def counted(pairs: Tensor, negatives: int) -> Counted:
    """From counts of pairs, (V, V). Noise words are drawn in proportion to count^¾."""
    joint = pairs.double() / pairs.sum()
    q = noise_shares(pairs.sum(0))
    noise = negatives * joint.sum(1, keepdim=True) * q
    return Counted(joint.float(), noise.float())


def held_out(fresh: Tensor, learned: Counted, negatives: int) -> Counted:
    """Pairs of a text that was kept apart, (V, V), against the noise that was learned against."""
    joint = fresh.double() / fresh.sum()
    q = learned.noise.sum(0).cpu().double() / negatives
    return Counted(joint.float(), (negatives * joint.sum(1, keepdim=True) * q).float())


@dataclass(frozen=True)
class Known:
    """What is known of a text before anything is learned from it."""

    facts: Counted
    apart: Counted | None
    """Of the part kept apart; None where there is none."""
    floor: float
    """The least loss that can be had."""
    guess: Tensor
    """The loss of one who knows how often words occur, and no more, ()."""


def known(text: Corpus, hp: SkipGramSettings, device: torch.device) -> Known:
    """Count every pair once."""
    pairs = torch.from_numpy(text.pairs(hp.window))  # (V, V)
    fresh = torch.from_numpy(text.pairs(hp.window, held=True))  # (V, V)
    facts = counted(pairs, hp.negatives).to(device)
    apart = held_out(fresh, facts, hp.negatives).to(device) if fresh.any() else None
    scores = facts.guess(hp.objective).expand_as(pairs)
    return Known(
        facts, apart, facts.floor(hp.objective), expected_loss(scores, facts, hp.objective)
    )


def softmax_loss(scores: Tensor, facts: Counted) -> Tensor:
    """−Σ p(w, c) · log softmax(score)_c, one for each start: (R, V, V) → (R,)."""
    return -(facts.joint * scores.log_softmax(-1)).sum((-2, -1))


def negative_loss(scores: Tensor, facts: Counted) -> Tensor:
    """−Σ p(w, c) · log σ(score) − Σ k·p(w)·q(c) · log σ(−score): (R, V, V) → (R,)."""
    right = facts.joint * F.logsigmoid(scores)
    wrong = facts.noise * F.logsigmoid(-scores)
    return -(right + wrong).sum((-2, -1))


def expected_loss(scores: Tensor, facts: Counted, objective: str) -> Tensor:
    """The average over every pair and every noise word, (R,)."""
    loss = softmax_loss if objective == "softmax" else negative_loss
    return loss(scores, facts)


def _times_log(weight: Tensor, value: Tensor) -> Tensor:
    """weight · log value, and 0 where the weight is 0."""
    return torch.where(weight > 0, weight * value.log(), torch.zeros_like(weight))
