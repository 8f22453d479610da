"""What a trained network says of texts it has not learned from, in figures."""

from __future__ import annotations

import torch
from torch import Tensor

from lessons.lesson04_sentiment.batches import Texts
from lessons.lesson04_sentiment.model import Reader
from lessons.shared.labelled.scores import Scores
from lessons.shared.labelled.splitting import Split

AT_ONCE = 256
LEAST = 1e-7  # a probability of nothing at all would make a loss of infinity


@torch.no_grad()
def probabilities(model: Reader, texts: Texts) -> Tensor:
    """The probability of every class for every text, (N, C), without dropout.

    Texts of like length are read together: for those of one batch there is little to pad.
    """
    was_training = model.training
    model.eval()
    order = texts.lengths.argsort()
    pieces = [model(*texts.get_batch(rows)[:2]).softmax(1) for rows in order.split(AT_ONCE)]
    model.train(was_training)
    return torch.cat(pieces)[order.argsort()].clamp(min=LEAST)


def figures(split: Split, p: Tensor) -> dict[str, float]:
    """Every scalar about the test: the network's, and the baselines' beside it."""
    scores = Scores(split.test.labels, p.argmax(1).tolist(), len(split.classes))
    baseline = split.linear.accuracy
    found = scores.summary() | {
        "linear": baseline,
        "linear_pairs": split.linear_pairs.accuracy,
        "linear_f1": split.linear.summary()["f1"],
        "linear_macro_f1": split.linear.macro_f1,
        "majority": split.majority,
        "lead": scores.accuracy - baseline,
    }
    if split.linear_whole:
        found["linear_whole"] = split.linear_whole.accuracy
    by_kind = accuracy_by_kind(split, scores)
    return found | ({"negated": by_kind["negated"]} if "negated" in by_kind else {})


def accuracy_by_kind(split: Split, scores: Scores) -> dict[str, float]:
    """The share that is right of each kind of clause; nothing where kinds are not known."""
    right: dict[str, list[bool]] = {}
    for kind, true, said in zip(split.test.kinds, scores.truth, scores.said, strict=True):
        if kind:
            right.setdefault(kind, []).append(true == said)
    return {kind: sum(found) / len(found) for kind, found in right.items()}
