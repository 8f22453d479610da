"""What the learner is asked to predict, and how the run answers."""

from lessons.kit import History, Prediction
from lessons.kit.claims.helpers import ended
from lessons.lesson10_evaluation.fooling import ENOUGH, LEAKS, LUCK, TABLES, last, mean_of
from lessons.lesson10_evaluation.page.claims import RARE


def how_many_found(h: History) -> str | None:
    """The recall of a network that is right 96 times in 100."""
    if not ended(h, "plain", steps=ENOUGH):
        return None
    found = last(h, "plain", lambda f: f["recall"])
    return (
        "fewer than half" if found < 0.5 else "about two thirds" if found < 0.85 else "nearly all"
    )


def what_weights_gain(h: History) -> str | None:
    """The cost of class weights at 0.5 beside a threshold of 1/21 without them."""
    if not ended(h, "plain", "weighted", steps=ENOUGH):
        return None
    moved = last(h, "plain", lambda f: f["cost_best"])
    gain = moved - last(h, "weighted", lambda f: f["cost_usual"])
    if abs(gain) <= 0.06:
        return "they cost about the same"
    return "class weights cost less" if gain > 0 else "the threshold costs less"


def what_the_best_is_worth(h: History) -> str | None:
    """The lead of the best of fifty on fresh images, in its lead on those that chose it."""
    if not ended(h, "fifty", steps=ENOUGH):
        return None
    kept = last(h, "fifty", lambda f: f["lead_fresh"] / max(f["lead_here"], 1e-9))
    if kept > 0.75:
        return "nearly all of it"
    return "half of it, or less" if kept > 0.03 else "nothing"


def which_leaks(h: History) -> str | None:
    """Which of two things done before the split is seen in the score."""
    if not ended(h, "leaky", "honest", steps=TABLES):
        return None
    selecting, scaling = (
        mean_of(h, "leaky", scalar) - mean_of(h, "honest", scalar) > 0.1
        for scalar in ("selected", "scaled")
    )
    if selecting and scaling:
        return "both"
    return "selecting only" if selecting else "scaling only" if scaling else "neither"


PREDICTIONS = [
    Prediction(
        "One in 21 is positive, and the network is right 96 times in 100. How many does it find?",
        ("nearly all", "about two thirds", "fewer than half"),
        how_many_found,
        "Who says no to everybody is right 95 times in 100 and finds none. At 0.5 a row is called "
        "positive only where a positive is the likelier of the two, and that is seldom so.",
        needs=("plain",),
        when=RARE,
        own_data=True,
        panel="Accuracy and confidence",
        claims=("accuracy-hides-it",),
    ),
    Prediction(
        "A miss costs 20 false alarms. Class weights at 0.5, or no weights and a threshold of "
        "1/21: which costs less?",
        ("class weights cost less", "they cost about the same", "the threshold costs less"),
        what_weights_gain,
        "A weight of w adds log w to every logit, and so does a threshold that is lower. The one "
        "is trained in and spoils the probabilities; the other is chosen later, for any costs.",
        needs=("plain", "weighted"),
        when=RARE,
        own_data=True,
        panel="Cost of a row",
        claims=(
            "costs-decide",
            "weights-buy-nothing",
        ),
    ),
    Prediction(
        "How much of the lead of the best of fifty is left on fresh images?",
        ("nearly all of it", "half of it, or less", "nothing"),
        what_the_best_is_worth,
        "On 100 images a score is off by 4 points through luck alone. The best of fifty is the "
        "one with the most luck, and luck does not come along to other images.",
        needs=("fifty",),
        when=LUCK,
        panel="Fifty scores",
        claims=(
            "the-best-was-luck",
            "equal-models-differ",
        ),
    ),
    Prediction(
        "Noise, and 1,000 columns. Which step, done before the split, makes a score of noise good?",
        ("scaling only", "selecting only", "both", "neither"),
        which_leaks,
        "Selection looks at the labels of the rows that are held out. Scaling looks at their "
        "columns alone, and a mean of 50 rows knows nothing about a label.",
        needs=("leaky", "honest"),
        when=LEAKS,
        panel="Columns selected",
        claims=(
            "selection-leaks",
            "scaling-does-not",
        ),
    ),
]
