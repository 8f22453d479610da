"""What the learner is asked to predict, and how the run answers."""

from lessons.kit import History, Prediction
from lessons.lesson13_attention.claims import ENOUGH
from lessons.shared.recorded import at_the_end

RIGHT = ("nearly always", "about one time in two", "about one time in four", "one time in 16")


def bag_right(h: History) -> str | None:
    """How often the bag of pairs is right at the end."""
    right = at_the_end(h, "bag", "accuracy", ENOUGH)
    if right is None:
        return None
    bounds = (0.75, 0.37, 0.13)
    return next(
        (name for name, least in zip(RIGHT, bounds, strict=False) if right > least), RIGHT[-1]
    )


PREDICTIONS = [
    Prediction(
        "16 values, 8 pairs: how often is the bag of pairs right in the end?",
        RIGHT,
        bag_right,
        "A mean over pairs keeps which keys and which values there are, and loses which belongs to "
        "which. The best that is left is to name the commonest value.",
        needs=("bag",),
        when={"task": "recall", "pairs": 8, "symbols": 16},
        own_data=True,
        panel="Accuracy on the test",
    ),
]
