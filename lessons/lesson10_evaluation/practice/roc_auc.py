"""The area under the ROC curve

It is the chance that a positive example has a higher score than a negative one. Compare every
positive with every negative: 1 if its score is higher, 1/2 if equal, else 0. Return the mean.
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def roc_auc(scores: Tensor, true: Tensor) -> float:
    """The area, from scores (N,) and truths (N,) bool; both classes occur."""
    above = scores[true][:, None] - scores[~true]  # (P, N)
    return ((above > 0).float() + (above == 0).float() / 2).mean().item()


def cases(draw: Draw) -> tuple[Tensor, Tensor]:
    """Scores, with some that are equal."""
    count = draw.size(2)
    true = draw.booleans(count)
    true[0], true[1] = True, False
    return draw.integers(0, 5, count) / 4, true


exercise = Exercise(
    roc_auc,
    hints=(
        "scores[true] are the positives' scores, scores[~true] the negatives'.",
        "Broadcasting compares all pairs: positives in rows, negatives in columns.",
        "above = scores[true][:, None] - scores[~true]; the mean of (above > 0) + (above == "
        "0) / 2.",
    ),
    cases=cases,
    edges={
        "all scores equal": lambda draw: (torch.ones(4), torch.tensor([True, False, True, False])),
    },
    without=("roc_auc_score",),
)
