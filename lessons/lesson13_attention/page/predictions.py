"""What the learner is asked to predict, and how the run answers."""

from math import exp

from lessons.kit import History, Prediction
from lessons.lesson13_attention.page.costs import ENOUGH, FOUR
from lessons.shared.recorded import at_first, at_the_end, ends

RIGHT = ("nearly always", "one time in two", "one time in four", "one time in 16")
MORE = ("nearly always", "one time in two", "one time in eight")
BACK = ("nearly always", "three times in ten", "one time in ten")
KEYS = ("at one", "at four or five", "at ten or more")
WRONG = ("chained", "roles", "viewed")


def named(right: float | None, choices: tuple[str, ...], least: tuple[float, ...]) -> str | None:
    """The first choice whose least value it is above; the last one below all of them."""
    if right is None:
        return None
    return next((c for c, low in zip(choices, least, strict=False) if right > low), choices[-1])


def bag_right(h: History) -> str | None:
    """How often the bag of pairs is right at the end."""
    return named(at_the_end(h, "bag", "accuracy", ENOUGH), RIGHT, (0.75, 0.37, 0.13))


def among_more(h: History) -> str | None:
    """How often attention is right on all sixteen keys at once."""
    return named(at_the_end(h, "attention", "of_most", ENOUGH), MORE, (0.75, 0.3))


def without_places(h: History) -> str | None:
    """How often the network without places is right."""
    return named(at_the_end(h, "no-places", "accuracy", 300), BACK, (0.65, 0.2))


def looked_at(h: History) -> str | None:
    """At how many keys the weights of raw scores look, as if they were alike."""
    nats = at_first(h, "attention", "raw_wide")
    if nats is None:
        return None
    return KEYS[0] if exp(nats) < 2 else KEYS[1] if exp(nats) < 7 else KEYS[2]


def quietly_wrong(h: History) -> str | None:
    """The mistake that is right most often."""
    found = ends(h, WRONG, "accuracy", ENOUGH)
    return max(found, key=found.__getitem__) if found else None


PREDICTIONS = [
    Prediction(
        "Eight pairs, sixteen values: how often will the bag of pairs be right?",
        RIGHT,
        bag_right,
        "A mean over pairs keeps which keys and which values there are, and loses which belongs to "
        "which. The best that is left is to name the commonest value of the eight.",
        needs=("bag",),
        when={"task": "recall", "pairs": 8, "symbols": 16},
        own_data=True,
        panel="Accuracy on the test",
        claims=(
            "bag-guesses",
            "flat-guesses",
        ),
    ),
    Prediction(
        "Taught with eight pairs and given sixteen: how often will attention be right?",
        MORE,
        among_more,
        "No weight of it belongs to a place or to a number of pairs. A key that fits has a score "
        "so far above the others that twice as many of them hardly matter.",
        needs=("attention",),
        when={"task": "recall", "pairs": 8, "symbols": 16, "positions": "none", "mistake": "none"},
        own_data=True,
        panel="Accuracy by pairs read",
        claims=("finds-among-more",),
    ),
    Prediction(
        "Random queries and 16 random keys, d = 1024, no √d: at how many keys does a row look?",
        KEYS,
        looked_at,
        "The scores have a deviation of 32. The largest is some ten above the next, and "
        "e to the 10 is 22,000: the softmax is one 1 and fifteen times 0.",
        needs=("attention",),
        panel="Entropy of weights by d",
        claims=("raw-is-sharp",),
    ),
    Prediction(
        "Ten symbols backwards, without places: how often will it be right?",
        BACK,
        without_places,
        "Two equal symbols at two places ask the same, so they are answered the same. It knows "
        "which symbols there are, and names the commonest: of ten drawn from ten, 2.7 on average.",
        needs=("no-places",),
        when={"task": "reverse", "length": 10, "symbols": 10},
        own_data=True,
        panel="Accuracy on the test",
        claims=("a-set-cannot",),
    ),
    Prediction(
        "One of the three mistakes still learns to recall. Which one?",
        WRONG,
        quietly_wrong,
        "Viewed and not turned, each head gets a few whole tokens, cut in pieces. Enough of them "
        "arrive to learn from, but now it matters at which place a pair stands.",
        needs=WRONG,
        when=FOUR,
        own_data=True,
        panel="Accuracy on the test",
        claims=(
            "chained-guesses",
            "roles-guess",
            "viewed-needs-order",
        ),
    ),
]
