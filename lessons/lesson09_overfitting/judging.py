"""What is needed to judge: has it trained long enough, and what has one network more than another?

Accuracies are shares from 0 to 1; a gain is the difference of two networks with the same seed,
which learned from the same images and began with the same weights.
"""

from lessons.kit import History, Verdict
from lessons.kit.claims.helpers import ended

Judgement = Verdict | None
TRAIN, WIDTHS, FOLDS = {"task": "train"}, {"task": "widths"}, {"task": "folds"}
METHODS = ("decay", "dropout", "shift")
ENOUGH = 150
"""Steps before the lesson says what was learned: random labels are known by heart at 130."""


def trained(h: History, *variants: str, steps: int = ENOUGH) -> bool:
    """Whether these have trained to their end, and long enough to speak of."""
    return ended(h, *variants, steps=steps, broken=False)


def gains(h: History, variant: str, over: str, metric: str = "test_accuracy") -> list[float]:
    """What one network has more than another with the same seed, at the end; one for each seed."""
    pairs = zip(h.last(variant, metric), h.last(over, metric), strict=True)
    return [mine - other for mine, other in pairs]
