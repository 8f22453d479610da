"""The tests that can be ordered, and what comes back from one. No torch."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec


class Answer(msgspec.Struct, frozen=True):
    """What an order brought: numbers of this case, and no diagnosis."""

    order: str
    says: list[str]
    """Sentences, the most telling first."""
    headings: list[str] = []
    rows: list[list[str]] = []


@dataclass(frozen=True)
class Order:
    """A test that can be ordered."""

    key: str
    title: str
    says: str


ORDERS: dict[str, Order] = {
    "healthy": Order("h", "Healthy twin", "the same network without the fault, number by number"),
    "overfit": Order("o", "Overfit one batch", "train on one batch only: the loss must go to 0"),
    "gradients": Order("g", "Gradients by layer", "gradient, update and weight of every parameter"),
    "batch": Order("b", "Look at a batch", "inputs, targets and scores, as the loss is given them"),
    "units": Order("u", "Units", "what each activation gives: dead, saturated, alike"),
    "modes": Order("m", "Train and eval mode", "which mode is on, and the same input twice"),
    "rows": Order("w", "Other rows", "does an answer depend on the other rows of its batch?"),
    "sequence": Order("q", "Other places", "does an answer depend on padding, or on later tokens?"),
    "overlap": Order("v", "Overlap", "which evaluated rows were trained on?"),
    "rate": Order("l", "Learning rate", "the same run with a tenth and ten times the rate"),
}
