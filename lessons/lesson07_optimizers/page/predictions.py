"""What the learner is asked to predict, and how the run answers."""

from lessons.kit import History, Prediction
from lessons.kit.claims.helpers import ended, over_seeds
from lessons.lesson07_optimizers.formulas import ENOUGH

RACE = ("sgd", "momentum", "nesterov", "rmsprop", "adam")
NETWORK, QUADRATIC = {"landscape": "network"}, {"landscape": "quadratic"}
ADAPTIVE = {"rmsprop", "adam"}
SAME = 1e-9
"""Walks that are no farther apart are one: rounding alone gives 1e-15."""


def lowest(h: History, metric: str) -> str | None:
    """Whose loss is the lowest at the end; None while the run cannot tell."""
    if not set(RACE) <= set(h.variants) or not ended(h, *RACE, steps=ENOUGH):
        return None
    losses = {name: over_seeds(h, name, metric) for name in RACE}
    return min(losses, key=losses.__getitem__)


def first_at_one_rate(h: History) -> str | None:
    """Who is first where all have 0.001."""
    return lowest(h, "usual_loss")


def wins_again(h: History) -> str | None:
    """Whether the same one is first where each has its best rate."""
    first, again = lowest(h, "usual_loss"), lowest(h, "best_loss")
    if first is None:
        return None
    return "yes" if first == again else "no"


def whose_walk_turns(h: History) -> str | None:
    """Whose second walk is not the first one, turned."""
    if not set(RACE) <= set(h.variants) or not ended(h, *RACE, steps=10):
        return None
    other = {name for name in RACE if not max(h.highest(name, "turned")) <= SAME}
    if not other:
        return "nobody's"
    return "RMSprop's and Adam's" if other == ADAPTIVE else "others too"


PREDICTIONS = [
    Prediction(
        "All five at a learning rate of 0.001. Who is lowest after 100 steps?",
        RACE,
        first_at_one_rate,
        "RMSprop divides by the size of its gradients, so its steps are about as long as the rate, "
        "from the first on. SGD's are as short as its gradients are small.",
        needs=RACE,
        when=NETWORK,
        panel="Loss at 0.001",
        claims=(
            "rmsprop-first-at-0.001",
            "adam-ahead-at-0.001",
        ),
    ),
    Prediction(
        "Now each at its own best rate of nine. Does the same one win?",
        ("yes", "no"),
        wins_again,
        "A rate that suits one does not suit another. What is left when each has its own is what "
        "the rule itself is worth, and that is much less.",
        needs=RACE,
        when=NETWORK,
        panel="Loss at its best rate",
        claims=(
            "the-order-turns",
            "level-at-the-best",
        ),
    ),
    Prediction(
        "The valley is turned by 30 degrees. Whose walk is another one now?",
        ("nobody's", "RMSprop's and Adam's", "others too"),
        whose_walk_turns,
        "Who adds and scales whole vectors knows no axes. Who divides each coordinate by its own "
        "past does.",
        needs=RACE,
        when=QUADRATIC,
        panel="Loss in the turned valley",
        claims=(
            "sgd-knows-no-axes",
            "adam-knows-the-axes",
        ),
    ),
]
