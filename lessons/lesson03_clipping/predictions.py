"""What the learner is asked to predict, and how the run answers."""

from statistics import fmean, median

from lessons.kit import History, Prediction
from lessons.kit.claims.helpers import ended, tail_means
from lessons.lesson03_clipping.claims import ENOUGH, diverges

METHODS = ("norm", "value", "adaptive")


def how_it_ends(h: History) -> str | None:
    """What became of the unclipped network."""
    verdict = diverges(h) if "unclipped" in h.variants else None
    if verdict is None:
        return None
    if verdict.holds:
        return "it stops being a number"
    fell = median(tail_means(h, "unclipped")) < median(h.first("unclipped", "loss"))
    return "it falls, only slower" if fell else "it shakes and goes nowhere"


def who_keeps_direction(h: History) -> str | None:
    """The methods whose cosine stayed at 1."""
    if not set(METHODS) <= set(h.variants) or min(h.done(m) for m in METHODS) < 10:
        return None
    kept = [m for m in METHODS if min(h.lowest(m, "cosine")) >= 1 - 1e-5]
    answers = {1: "norm only", 2: "norm and adaptive", 3: "all three"}
    return answers.get(len(kept))


def how_often(h: History) -> str | None:
    """The share of steps at which the norm was over the limit."""
    if "norm" not in h.variants or not ended(h, "norm", steps=ENOUGH):
        return None
    share = fmean(fmean(values) for values in h.all("norm", "clipped"))
    if share < 0.25:
        return "fewer than a quarter"
    return "about half" if share < 0.75 else "nearly all"


PREDICTIONS = [
    Prediction(
        "What will the loss of the network without clipping do?",
        ("it falls, only slower", "it shakes and goes nowhere", "it stops being a number"),
        how_it_ends,
        "Where W_hh starts as the identity, errors arrive undamped from fifty steps away. One step "
        "makes W_hh larger than I, and its next fifty-fold product is out of reach.",
        needs=("unclipped",),
        panel="Loss",
        claims=(
            "unclipped-diverges",
            "any-clipping-saves-it",
        ),
        formerly=("What will the loss of the network without a brake do?",),
    ),
    Prediction(
        "Which clipping methods shorten the gradient without turning it?",
        ("norm only", "norm and adaptive", "all three"),
        who_keeps_direction,
        "One factor for the whole vector keeps its direction. A limit for each number, or for "
        "each unit, shortens some parts more than others, and that is a turn.",
        needs=METHODS,
        panel="Direction kept (cosine)",
        claims=(
            "norm-keeps-direction",
            "value-turns",
        ),
        formerly=("Which brakes shorten the gradient without turning it?",),
    ),
    Prediction(
        "At how many of its steps will clipping by norm have something to do?",
        ("nearly all", "about half", "fewer than a quarter"),
        how_often,
        "With a good limit the dangerous steps are few, and most of them come first. Clipping that "
        "is at work all the time is only another learning rate.",
        needs=("norm",),
        panel="Share of steps clipped",
    ),
]
