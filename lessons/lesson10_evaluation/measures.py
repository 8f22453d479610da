"""The measures of a classifier of two classes, each a few lines with its formula.

y holds 1 for a positive and 0 for a negative, p the probability of a positive that the network
gives. A row is called positive where p ≥ t, the threshold. All of it in float64.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import torch
import torch.nn.functional as F
from torch import Tensor

BINS = 15
"""Bins of the calibration error, as in most papers."""
LEAST = 1e-15  # a probability of nothing at all would cost infinity


@dataclass(frozen=True)
class Confusion:
    """How many rows are what, and were called what, at one threshold."""

    tp: int
    fp: int
    fn: int
    tn: int

    @property
    def accuracy(self) -> float:
        """(TP + TN) / N: the share that is right."""
        return (self.tp + self.tn) / (self.tp + self.fp + self.fn + self.tn)

    @property
    def precision(self) -> float:
        """TP / (TP + FP): of those called positive, the share that is; 0 where none was called."""
        return _share(self.tp, self.tp + self.fp)

    @property
    def recall(self) -> float:
        """TP / (TP + FN): of the positives, the share that was called; 0 where there are none."""
        return _share(self.tp, self.tp + self.fn)

    @property
    def f1(self) -> float:
        """2 TP / (2 TP + FP + FN): the harmonic mean of precision and recall."""
        return _share(2 * self.tp, 2 * self.tp + self.fp + self.fn)

    def cost(self, miss: float) -> float:
        """(miss · FN + FP) / N: what a row costs, where a false alarm costs 1."""
        return (miss * self.fn + self.fp) / (self.tp + self.fp + self.fn + self.tn)


@dataclass(frozen=True)
class Ranking:
    """The rows in the order of their scores, cut at every threshold that makes a difference.

    Rows with one score are called alike, so a cut is only where the score changes. The first cut
    is above all scores: nothing is called positive there.
    """

    thresholds: Tensor
    """(K,) falling, infinity first."""
    tp: Tensor
    """(K,) the positives that are called so at each threshold."""
    fp: Tensor
    """(K,) the negatives that are called positive at each."""

    @classmethod
    def of(cls, y: Tensor, score: Tensor) -> Ranking:
        """From the truth (N,) and the scores (N,)."""
        falling, order = score.double().sort(descending=True)
        ends = (falling[1:] != falling[:-1]).nonzero()[:, 0]
        ends = torch.cat([ends, ends.new_tensor([len(y) - 1])])  # the last row of each score
        tp = y.double()[order].cumsum(0)[ends]
        zero, first = tp.new_zeros(1), falling.new_tensor([torch.inf])
        fp = ends + 1 - tp
        cuts = torch.cat([first, falling[ends]])
        return cls(cuts, torch.cat([zero, tp]), torch.cat([zero, fp]))

    @cached_property
    def positives(self) -> float:
        """P, the rows that are positive."""
        return float(self.tp[-1])

    @cached_property
    def negatives(self) -> float:
        """N, those that are not."""
        return float(self.fp[-1])

    @property
    def recall(self) -> Tensor:
        """TPR = TP / P at every cut."""
        return self.tp / self.positives

    @property
    def fall_out(self) -> Tensor:
        """FPR = FP / N at every cut: the share of the negatives that is called positive."""
        return self.fp / self.negatives

    @property
    def precision(self) -> Tensor:
        """TP / (TP + FP) at every cut; 1 where nothing is called, as is the custom."""
        called = self.tp + self.fp
        return torch.where(called > 0, self.tp / called, 1.0)

    def auc(self) -> float:
        """The area under the ROC curve: Σ (FPR_k − FPR_{k−1}) (TPR_k + TPR_{k−1}) / 2.

        The same number is the chance that a positive scores above a negative, a tie counting half.
        """
        return float(torch.trapezoid(self.recall, self.fall_out))

    def average_precision(self) -> float:
        """Σ (R_k − R_{k−1}) P_k: the precision, averaged over the recalls that are reached."""
        return float((self.recall.diff() * self.precision[1:]).sum())

    def at(self, threshold: float) -> Confusion:
        """What is called what, where p ≥ threshold is positive."""
        place = int((self.thresholds >= threshold).sum()) - 1
        tp, fp = int(self.tp[place]), int(self.fp[place])
        return Confusion(tp, fp, int(self.positives) - tp, int(self.negatives) - fp)

    def least_cost(self, miss: float) -> tuple[float, float]:
        """The least cost of any threshold, and where: known only to who has the answers."""
        costs = miss * (self.positives - self.tp) + self.fp
        place = int(costs.argmin())
        rows = self.positives + self.negatives
        return float(costs[place]) / rows, float(self.thresholds[place])


def best_threshold(miss: float) -> float:
    """t* = 1 / (1 + miss), where a miss costs so many false alarms (Elkan, 2001, eq. 2).

    Calling a row positive costs 1 − p on average, calling it negative costs miss · p.
    """
    return 1 / (1 + miss)


def log_loss(y: Tensor, p: Tensor) -> float:
    """−1/N Σ y log p + (1 − y) log(1 − p)."""
    p = p.double().clamp(LEAST, 1 - LEAST)
    return float(-torch.where(y > 0, p.log(), (-p).log1p()).mean())


def reliability(y: Tensor, p: Tensor, bins: int = BINS) -> Tensor:
    """For each bin of equal width that has rows: their mean p, their share of positives, n.

    (B, 3); the bins are (0, 1/B], (1/B, 2/B], … as in Guo et al. (2017), and p = 0 is in the first.
    """
    bin_of = bins_of(p, bins)  # (N,)
    count = torch.bincount(bin_of, minlength=bins).double()
    summed = torch.bincount(bin_of, p.double(), bins), torch.bincount(bin_of, y.double(), bins)
    full = count > 0
    return torch.stack([*(total[full] / count[full] for total in summed), count[full]], 1)


def calibration_error(y: Tensor, p: Tensor, bins: int = BINS) -> float:
    """ECE = Σ_b n_b / N · |share of positives in b − mean p in b| (Naeini et al., 2015)."""
    said, found, count = reliability(y, p, bins).unbind(1)
    return float((count * (found - said).abs()).sum() / count.sum())


def chance_error(p: Tensor, draws: int = 5, seed: int = 0) -> float:
    """The ECE that these p would have if each were exactly right: the mean over drawn answers.

    It is not 0. In a bin of n rows the share of positives is √(p (1 − p) / n) off by luck alone.
    """
    luck = torch.Generator().manual_seed(seed)
    exact = p.double().cpu()
    drawn = torch.rand(draws, len(exact), generator=luck, dtype=torch.float64) < exact  # (D, N)
    inside = F.one_hot(bins_of(exact, BINS), BINS).double()  # (N, B)
    off = (drawn.double() - exact) @ inside  # (D, B): in the ECE, n_b cancels
    return float(off.abs().sum(1).mean()) / len(exact)


def bins_of(p: Tensor, bins: int) -> Tensor:
    """Which bin each p is in, (N,)."""
    edges = torch.arange(1, bins, dtype=torch.float64, device=p.device) / bins
    return torch.bucketize(p.double().contiguous(), edges)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
