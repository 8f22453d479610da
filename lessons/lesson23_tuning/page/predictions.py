"""What the learner is asked to predict, and how the run answers."""

from lessons.kit import History, Prediction
from lessons.lesson23_tuning.page.claims import FEW, HALVING, ONE, REAL, ranged
from lessons.lesson23_tuning.page.presets import CROSSING, LUCKY
from lessons.lesson23_tuning.page.verdicts import ENOUGH, SHORT, UNITS, ahead, risen
from lessons.shared.recorded import each_end

SAME = "about the same"


def how_much_is_left(h: History) -> str | None:
    """The rise on the test, in that of the validated score."""
    here, there = risen(h, "validated"), risen(h, "tested")
    if here is None or there is None:
        return None
    left = sum(there) / sum(here) if sum(here) > 0 else 1.0
    return "nearly all of it" if left > 0.8 else "about half" if left > 0.5 else "little or nothing"


def who_is_better(h: History) -> str | None:
    """The one with the higher score on fresh rows."""
    return between(ahead(h, "tuned", "untuned", "tested", ENOUGH), "tuned", "untuned")


def between(more: float | None, one: str, other: str, apart: float = 0.01) -> str | None:
    """The one that is ahead, or neither."""
    if more is None:
        return None
    return SAME if abs(more) < apart else one if more > 0 else other


def who_searches_best(h: History) -> str | None:
    """The search with the highest score at the end."""
    found = {name: each_end(h, name, "best", SHORT) for name in ("grid", "random", "sobol")}
    means = {name: sum(each) for name, each in found.items() if each is not None}
    return max(means, key=lambda name: means[name]) if len(means) == len(found) else None


def grid_or_random(h: History) -> str | None:
    """The one that is ahead on a real network."""
    return between(ahead(h, "grid", "random", "tested", SHORT), "grid", "random", 0.005)


def full_or_halving(h: History) -> str | None:
    """The one that is ahead where curves cross."""
    return between(ahead(h, "full", "halving", "tested", UNITS), "full", "halving")


PREDICTIONS = [
    Prediction(
        "40 images choose the best of 300 trials. How much of the rise since 10 trials is there "
        "on 1,000 fresh images?",
        ("nearly all of it", "about half", "little or nothing"),
        how_much_is_left,
        "One image of 40 is 0.025. Among 300 trials some are right on two or three more of these "
        "40 by luck, and luck does not come along to other images.",
        needs=("tuned",),
        when=FEW,
        own_data=True,
        panel="Best so far: validated, tested",
        claims=("the-test-does-not", "the-gap-opens"),
    ),
    Prediction(
        "tuned is the best of 300 on half of the pixels, untuned one setting on all of them. "
        "Which is better on fresh images?",
        ("tuned", "untuned", SAME),
        who_is_better,
        "The search could only choose which half is left out. No number of trials on 40 images "
        "buys back the pixels that every trial lacks.",
        needs=("tuned", "untuned"),
        when=FEW,
        own_data=True,
        panel="Best so far: validated, tested",
        claims=("untuned-is-ahead",),
    ),
    Prediction(
        "One knob of five matters, and you have 32 trials. Which search comes nearest to its peak?",
        ("grid", "random", "sobol"),
        who_searches_best,
        "A grid of 2 × 2 × 2 × 2 × 2 has two values of the knob that matters. Random points have "
        "32, and Sobol's have 32 that keep apart.",
        needs=("grid", "random", "sobol"),
        when=ONE,
        panel="Best score so far",
        claims=("random-beats-grid", "sobol-beats-random"),
    ),
    Prediction(
        "Now a real network, the learning rate from 0.0001 to 10. Which is ahead: grid or random?",
        ("grid", "random", SAME),
        grid_or_random,
        "The upper of the grid's two learning rates is 0.56, which happens to be good, and 16 of "
        "the 32 trials have it. Move the range by a decade, and it has none.",
        needs=("grid", "random"),
        when=REAL | LUCKY,
        panel="Points tried, real",
        claims=("a-lucky-grid-wins",),
    ),
    Prediction(
        "Labels are wrong, and curves cross. At one budget, which finds the better setting?",
        ("full", "halving", SAME),
        full_or_halving,
        "High learning rates are ahead early, and then learn the wrong labels by heart. Halving "
        "has stopped the low ones by then.",
        needs=("full", "halving"),
        when=HALVING | ranged(CROSSING),
        panel="Learning curves",
        claims=("halving-loses",),
    ),
]
