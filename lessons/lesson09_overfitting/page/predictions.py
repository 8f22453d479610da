"""What the learner is asked to predict, and how the run answers."""

from statistics import median

from lessons.kit import History, Prediction
from lessons.lesson09_overfitting.judging import METHODS, TRAIN, WIDTHS, gains, trained
from lessons.lesson09_overfitting.solved import near, swept

EQUAL = 0.01
"""Two accuracies that differ by less than a point are the same."""


def how_much_by_heart(h: History) -> str | None:
    """What share of the random labels the network repeats."""
    if "random" not in h.variants or not trained(h, "random"):
        return None
    share = median(h.last("random", "train_accuracy"))
    if share >= 0.95:
        return "all of them"
    return "about half" if share > 0.25 else "one in ten, by guessing"


def what_the_test_does(h: History) -> str | None:
    """Whether the accuracy on the test fell again, from its best to the end."""
    if "noisy" not in h.variants or not trained(h, "noisy"):
        return None
    pairs = zip(h.highest("noisy", "test_accuracy"), h.last("noisy", "test_accuracy"), strict=True)
    fall = median(most - last for most, last in pairs)
    if fall >= 0.03:
        return "it rises, then falls"
    return "it rises and stays"


def what_regularizers_do(h: History) -> str | None:
    """How many of the three methods gain with right labels."""
    names = [f"clean-{method}" for method in METHODS]
    if not {"clean", *names} <= set(h.variants) or not trained(h, "clean", *names):
        return None
    better = sum(median(gains(h, name, "clean")) > EQUAL for name in names)
    return ("none", "one or two", "one or two", "all three")[better]


def what_width_does(h: History) -> str | None:
    """Where accuracy is lowest among the widths: narrow, in the middle, or wide."""
    if "right-labels" not in h.variants or not swept(h, "right-labels"):
        return None
    narrow, even, wide = (median(near(h, "right-labels", "free_accuracy", w)) for w in (0.3, 1, 16))
    if even < min(narrow, wide):
        return "it falls to a low at 200, then rises above where it was"
    return "it rises all the way" if narrow < even < wide else "it rises, then falls for good"


PREDICTIONS = [
    Prediction(
        "How many of the labels of random, which mean nothing, will be learned?",
        ("one in ten, by guessing", "about half", "all of them"),
        how_much_by_heart,
        "A network with 9,610 weights has room for 100 labels whatever they are. What it can learn "
        "by heart says nothing about what it has understood (Zhang et al., 2017).",
        needs=("random",),
        when=TRAIN,
        own_data=True,
        panel="Accuracy on what is taught",
        claims=(
            "random-labels-by-heart",
            "random-labels-leave-a-gap",
            "random-labels-teach-nothing",
            "random-labels-take-longer",
            "random-labels-weigh-more",
        ),
    ),
    Prediction(
        "30 % of the labels are wrong. What will the accuracy on the test do?",
        ("it rises and stays", "it rises, then falls"),
        what_the_test_does,
        "What most labels agree on is learned first, because their gradients add up. The wrong "
        "labels come later, each by itself, and spoil what was there.",
        needs=("noisy",),
        when=TRAIN,
        own_data=True,
        panel="Accuracy on the test",
        claims=(
            "test-falls-again",
            "wrong-labels-are-seen-through-first",
        ),
    ),
    Prediction(
        "How many of weight decay, dropout and moved images will gain a point on the test?",
        ("none", "one or two", "all three"),
        what_regularizers_do,
        "They keep a network from believing single examples. Where every label is right, single "
        "examples are worth believing.",
        needs=("clean-decay", "clean-dropout", "clean-shift"),
        when=TRAIN,
        own_data=True,
        panel="Accuracy on the test",
        claims=(
            "no-regularizer-gains-with-right-labels",
            "the-sign-turns",
        ),
    ),
    Prediction(
        "200 images, and ever more units. What will the test accuracy do without a penalty?",
        (
            "it rises, then falls for good",
            "it rises all the way",
            "it falls to a low at 200, then rises above where it was",
        ),
        what_width_does,
        "With as many units as images there is just one solution, and it is a wild one. With more "
        "units there are many, and the one of the smallest norm is tame.",
        needs=("right-labels",),
        when=WIDTHS,
        own_data=True,
        panel="Test accuracy by width",
        claims=(
            "the-peak",
            "second-descent",
        ),
    ),
]
