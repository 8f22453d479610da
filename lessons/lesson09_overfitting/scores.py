"""What is measured of a network while it trains. Every function reads (…, N, C): one or several."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor


def accuracy(logits: Tensor, labels: Tensor) -> Tensor:
    """The share of examples whose label has the largest logit: (…,)."""
    return (logits.argmax(-1) == labels).double().mean(-1)


def cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    """The mean of −log p of the label: (…,)."""
    log_p = logits.log_softmax(-1)  # (…, N, C)
    return -log_p.gather(-1, labels.expand(logits.shape[:-1])[..., None]).mean((-2, -1))


def among(is_so: Tensor, group: Tensor) -> Tensor:
    """The share of a group of which something is so: (…,); nan for a group of nobody."""
    return (is_so & group).double().sum(-1) / group.double().sum(-1)


def measured(
    on_taught: Tensor, labels: Tensor, truth: Tensor, on_test: Tensor, tested: Tensor,
    *, are_wrong: bool,
) -> dict[str, Tensor]:  # fmt: skip
    """Every scalar of a step, from the logits (…, n, C) of what is taught, and of the test.

    `are_wrong`: whether some labels are; the caller knows it, and asking the device takes time.
    """
    said = on_taught.argmax(-1)  # (…, n)
    is_wrong = labels != truth  # (…, n)
    on_labels, on_tested = accuracy(on_taught, labels), accuracy(on_test, tested)
    found = {
        "train_loss": cross_entropy(on_taught, labels),
        "test_loss": cross_entropy(on_test, tested),
        "train_accuracy": on_labels,
        "test_accuracy": on_tested,
        "gap": on_labels - on_tested,
    }
    if are_wrong:
        found["by_heart"] = among(said == labels, is_wrong)
        found["sees_through"] = among(said == truth, is_wrong)
    return found


def length(weights: Sequence[Tensor], apart: bool = False) -> Tensor:
    """The norm of all weights as one vector; with `apart`, of each network in the first axis."""
    squares = [w.detach().square() for w in weights]
    return sum((s.flatten(1).sum(1) if apart else s.sum() for s in squares), torch.zeros(())).sqrt()
