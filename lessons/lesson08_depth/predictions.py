"""What the learner is asked to predict, and how the run answers."""

from lessons.kit import History, Prediction
from lessons.lesson08_depth.claims import DEEP
from lessons.lesson08_depth.comparisons import ENOUGH
from lessons.shared.recorded import at_first, at_the_end, ends, firsts

NAMES = ("plain", "he", "batchnorm", "shortcut")
SHARES = ("about as much", "about a hundredth", "less than a thousandth")
BENDS = ("sigmoid", "tanh", "relu")
DROPPED = ("it ends higher", "it ends about the same", "it ends much lower")


def how_much(h: History) -> str | None:
    """Which share of the last layer's gradient the plain network has at layer 1."""
    share = at_first(h, "plain", "reach")
    if share is None:
        return None
    if share < 1e-3:
        return SHARES[2]
    return SHARES[1] if share < 0.1 else SHARES[0]


def who_learns_best(h: History) -> str | None:
    """The network that ends with the highest accuracy on the test."""
    found = ends(h, NAMES, "accuracy", ENOUGH)
    return max(found, key=found.__getitem__) if found else None


def which_fades_least(h: History) -> str | None:
    """The activation with which most of the gradient reaches layer 1."""
    found = firsts(h, BENDS, "reach")
    return max(found, key=found.__getitem__) if found else None


def what_dropout_does(h: History) -> str | None:
    """How the network with dropout ends beside the one without."""
    with_, without = (at_the_end(h, name, "accuracy", ENOUGH) for name in ("he-dropout", "he"))
    if with_ is None or without is None:
        return None
    if abs(with_ - without) < 0.1:
        return DROPPED[1]
    return DROPPED[0] if with_ > without else DROPPED[2]


PREDICTIONS = [
    Prediction(
        "How much of the last layer's gradient reaches layer 1 of the plain ReLU network?",
        SHARES,
        how_much,
        "Each layer multiplies the square of the gradient by n Var(W) · E φ'². From torch's own "
        "start that is 1/3 · 1/2, and nineteen layers make 4e-8 of it.",
        needs=("plain",),
        when=DEEP,
        panel="Gradient: layer 1 / last layer",
        claims=("relu-fades",),
    ),
    Prediction(
        "Which of the four networks will be right most often on the test?",
        NAMES,
        who_learns_best,
        "A shortcut hands on both the image and the gradient as they are, and a layer only adds to "
        "them. The others bring a gradient to layer 1, but what the image was is blurred on the "
        "way up, or the lower layers are pulled about too hard.",
        needs=NAMES,
        when=DEEP,
        panel="Accuracy on the test",
        claims=(
            "plain-guesses",
            "cures-learn",
            "shortcut-learns",
        ),
    ),
    Prediction(
        "From torch's own start, with which activation does most gradient reach layer 1?",
        BENDS,
        which_fades_least,
        "tanh has a slope of 1 at zero, and a layer hands back 1/3 of the square. ReLU is off for "
        "half of its units: 1/6. Sigmoid's slope is 1/4 at most: 1/48.",
        needs=BENDS,
        when={"start": "default", "depth": 20},
        panel="Gradient: layer 1 / last layer",
        claims=(
            "relu-fades-more-than-tanh",
            "sigmoid-fades-most",
        ),
    ),
    Prediction(
        "What will a dropout of one fifth in every layer do to the network with He's start?",
        DROPPED,
        what_dropout_does,
        "Dropout is noise, and twenty layers add it up twenty times. It is made against learning "
        "by heart, not for networks that do not learn yet.",
        needs=("he", "he-dropout"),
        panel="Accuracy on the test",
        claims=("dropout-harms",),
    ),
]
