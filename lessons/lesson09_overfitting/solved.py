"""What is claimed of least squares: double descent, and cross-validation.

Beside each bar stands what was measured before it was set, as median [least, most] over seeds 0 to
11, each seed on its own; and then on seeds that no bar was set by.
"""

import math
from collections.abc import Sequence
from statistics import fmean, median

from lessons.kit import Claim, History
from lessons.kit.claims.helpers import at_least, at_most
from lessons.lesson09_overfitting.judging import (
    FOLDS,
    WIDTHS,
    Judgement,
    trained,
)
from lessons.shared.recorded import median_lead


def near(h: History, variant: str, metric: str, width: float) -> list[float]:
    """A scalar at the width nearest to so many examples, one for each seed."""
    found = []
    for sizes, values in zip(h.all(variant, "width"), h.all(variant, metric), strict=True):
        at = min(range(len(sizes)), key=lambda i: abs(math.log(sizes[i] / width)))
        found.append(values[at])
    return found


def swept(h: History, *variants: str) -> bool:
    """Whether these have gone through their widths, and those are many enough."""
    return trained(h, *variants, steps=8)


def a_peak(h: History) -> Judgement:
    """How much the accuracy rises from as many units as images to sixteen times as many.

    Measured: 0.755 [0.657, 0.815]; on 40 to 51: 0.777 [0.668, 0.848].
    """
    if not swept(h, "right-labels"):
        return None
    there, wide = (near(h, "right-labels", "free_accuracy", w) for w in (1.0, 16.0))
    found = median_lead(wide, there)
    why = f"at one unit an image {median(there):.2f} is right, at sixteen {median(wide):.2f}"
    return at_least(found, 0.4, why)


def before_the_peak(h: History) -> Judgement:
    """How much the widest is better than the best width below the number of images.

    Measured: 0.097 [0.065, 0.122]; on 40 to 51: 0.095 [0.076, 0.130].
    """
    if not swept(h, "right-labels"):
        return None
    found = median(values[-1] - least for values, least in _first_descents(h, "right-labels"))
    return at_least(found, 0.02, f"the widest is {found:.3f} better than the best narrow one")


def _first_descents(h: History, variant: str) -> list[tuple[Sequence[float], float]]:
    """For each seed every accuracy, and the best at a width below the number of images."""
    found = []
    for sizes, values in zip(h.all(variant, "width"), h.all(variant, "free_accuracy"), strict=True):
        below = [value for size, value in zip(sizes, values, strict=True) if size < 1]
        found.append((values, max(below)))
    return found


def ridge_removes_it(h: History) -> Judgement:
    """How much a ridge gains at as many units as images.

    Measured: 0.706 [0.612, 0.787]; on 40 to 51: 0.731 [0.635, 0.805].
    """
    if not swept(h, "right-labels"):
        return None
    free, ridge = (near(h, "right-labels", f"{name}_accuracy", 1.0) for name in ("free", "ridge"))
    found = median_lead(ridge, free)
    return at_least(found, 0.4, f"at the peak a ridge is right for {median(ridge):.2f} of the test")


def ridge_never_peaks(h: History) -> Judgement:
    """How far the ridge falls, from the best width below the number of images to that number.

    Measured: -0.018 [-0.035, 0.013]; on 40 to 51: -0.017 [-0.043, 0.011].
    """
    if not swept(h, "right-labels", "wrong-labels"):
        return None
    falls = []
    for variant in ("right-labels", "wrong-labels"):
        half, there = (near(h, variant, "ridge_accuracy", width) for width in (0.5, 1.0))
        falls.append(median_lead(half, there))
    return at_most(max(falls), 0.05, f"with a ridge the accuracy falls by {max(falls):.3f} there")


def ridge_beats_width(h: History) -> Judgement:
    """With wrong labels: a ridge at one unit an image against sixteen without a penalty.

    Measured: 0.122 [0.056, 0.156]; on 40 to 51: 0.126 [0.048, 0.204].
    """
    if not swept(h, "wrong-labels"):
        return None
    ridge = near(h, "wrong-labels", "ridge_accuracy", 1.0)
    wide = near(h, "wrong-labels", "free_accuracy", 16.0)
    found = median_lead(ridge, wide)
    return at_least(found, 0.0, f"a ridge gains {found:.3f} over sixteen times the width")


def drawn(h: History, *variants: str) -> bool:
    """Whether enough training sets were judged."""
    return trained(h, *variants, steps=30)


def means(h: History, variant: str, metric: str) -> float:
    """The mean over all training sets; median over seeds."""
    return median(fmean(values) for values in h.all(variant, metric))


def training_error_is_blind(h: History) -> Judgement:
    """The mean true error, less the mean error in training.

    Measured: 0.149 [0.145, 0.154]; on 40 to 51: 0.149 [0.145, 0.154].
    """
    if not drawn(h, "5-folds"):
        return None
    trained_, true = (means(h, "5-folds", name) for name in ("train_error", "true_error"))
    why = f"the training error is {trained_:.3f}, the true one {true:.3f}"
    return at_least(true - trained_, 0.08, why)


def few_folds_are_harsh(h: History) -> Judgement:
    """How much more two folds are too high than ten.

    Measured: 0.093 [0.078, 0.103]; on 40 to 51: 0.092 [0.081, 0.109].
    """
    if not drawn(h, "2-folds", "10-folds"):
        return None
    two, ten = (means(h, name, "too_high") for name in ("2-folds", "10-folds"))
    return at_least(two - ten, 0.04, f"two folds say {two:+.3f} of the truth, ten {ten:+.3f}")


def ten_folds_are_fair(h: History) -> Judgement:
    """How far the mean of ten folds is from the mean true error.

    Measured: 0.006 [0.001, 0.016]; on 40 to 51: 0.007 [0.000, 0.016].
    """
    if not drawn(h, "10-folds"):
        return None
    found = abs(means(h, "10-folds", "too_high"))
    return at_most(found, 0.04, f"on average ten folds are {found:.3f} off")


def one_estimate_is_noisy(h: History) -> Judgement:
    """How far a single estimate by ten folds is off.

    Measured: 0.036 [0.032, 0.040]; on 40 to 51: 0.036 [0.027, 0.042].
    """
    if not drawn(h, "10-folds"):
        return None
    found = means(h, "10-folds", "off")
    return at_least(found, 0.02, f"one estimate by ten folds is {found:.3f} off")


def not_of_this_model(h: History) -> Judgement:
    """The correlation, over training sets, of what ten folds say and what is true of each.

    Measured: -0.06 [-0.20, 0.28]; on 40 to 51: -0.07 [-0.45, 0.12].
    """
    if not drawn(h, "10-folds"):
        return None
    found = median(
        correlation([t + high for t, high in zip(true, highs, strict=True)], true)
        for true, highs in zip(
            h.all("10-folds", "true_error"), h.all("10-folds", "too_high"), strict=True
        )
    )
    return at_most(found, 0.8, f"their correlation is {found:+.2f}")


def correlation(a: Sequence[float], b: Sequence[float]) -> float:
    """Pearson's; nan where one of them does not vary."""
    mean_a, mean_b = fmean(a), fmean(b)
    across = sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True))
    spread = math.sqrt(sum((x - mean_a) ** 2 for x in a) * sum((y - mean_b) ** 2 for y in b))
    return across / spread if spread else math.nan


SOLVED = [
    Claim(
        "the-peak",
        "With as many units as images the test fails; with more it recovers",
        a_peak,
        needs=("right-labels",),
        when=WIDTHS,
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "second-descent",
        "The widest model is better than the best of the narrow ones",
        before_the_peak,
        needs=("right-labels",),
        when=WIDTHS,
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "a-ridge-removes-the-peak",
        "A small ridge removes the peak",
        ridge_removes_it,
        needs=("right-labels",),
        when=WIDTHS,
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "no-peak-with-a-ridge",
        "With a ridge more units never harm",
        ridge_never_peaks,
        needs=("right-labels", "wrong-labels"),
        when=WIDTHS,
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "a-ridge-beats-width",
        "With wrong labels a ridge is better than sixteen times the width",
        ridge_beats_width,
        needs=("wrong-labels",),
        when=WIDTHS,
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "training-error-is-blind",
        "The training error says nothing of the true error",
        training_error_is_blind,
        needs=("5-folds",),
        when=FOLDS,
        own_data=True,
        unit="error",
    ),
    Claim(
        "few-folds-are-harsh",
        "Two folds say a larger error than ten: they learn from half",
        few_folds_are_harsh,
        needs=("2-folds", "10-folds"),
        when=FOLDS,
        own_data=True,
        unit="error",
    ),
    Claim(
        "ten-folds-are-fair",
        "On average ten folds are near the true error",
        ten_folds_are_fair,
        needs=("10-folds",),
        when=FOLDS,
        own_data=True,
        unit="error",
    ),
    Claim(
        "one-estimate-is-noisy",
        "A single estimate by ten folds is points off",
        one_estimate_is_noisy,
        needs=("10-folds",),
        when=FOLDS,
        own_data=True,
        unit="error",
    ),
    Claim(
        "not-of-this-model",
        "k-fold does not say which training set gave the better model",
        not_of_this_model,
        needs=("10-folds",),
        when=FOLDS,
        own_data=True,
        unit="correlation",
    ),
]
