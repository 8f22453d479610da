"""What this lesson claims about luck and leaks: scores of nothing that look like something.

Beside each bar stands what was measured before it was set, as median [least, most] over seeds
0 to 11.
"""

from collections.abc import Callable
from statistics import fmean, median

from lessons.kit import Claim, History, Verdict
from lessons.kit.claims.helpers import at_least, at_most, ended

ENOUGH = 150
"""Steps before the lesson says what a network is worth."""
TABLES = 20
"""Tables of noise, or foldings, before it says what they have in common."""
LUCK, LEAKS = {"task": "luck"}, {"task": "leaks"}


def last(h: History, variant: str, figure: Callable[[dict[str, float]], float]) -> float:
    """The median over the seeds of something made of the last scalars of a network."""
    tracks = [track.columns for track in h.of(variant)]
    return median(figure({n: c.values[-1] for n, c in columns.items()}) for columns in tracks)


def best_was_luck(h: History) -> Verdict | None:
    """The lead of the chosen one over the mean of fifty, less its lead on the other images.

    Measured: 0.038 [0.034, 0.047], of a lead of 0.060 [0.051, 0.071].
    """
    if not ended(h, "fifty", steps=ENOUGH):
        return None
    lost = last(h, "fifty", lambda f: f["optimism"])
    here = last(h, "fifty", lambda f: f["lead_here"])
    why = f"on the images that chose it, it is {here:.3f} ahead of the mean; {lost:.3f} was luck"
    return at_least(lost, 0.005, why)


def equals(h: History) -> Verdict | None:
    """The best score of fifty models that are all right 80 % of the time; mean over the draws.

    Measured: 0.885 [0.878, 0.887].
    """
    if not ended(h, "fifty", steps=TABLES):
        return None
    best = median(fmean(values) for values in h.all("fifty", "best_of_equal"))
    return at_least(best, 0.86, f"of fifty equal models of 0.80 the best scores {best:.3f}")


def leaderboard(h: History) -> Verdict | None:
    """The lead on the public labels over those kept back, of a majority of coins.

    Measured: 0.33 [0.28, 0.39]: 0.83 [0.81, 0.87] public, 0.50 [0.44, 0.55] kept back.
    """
    if not ended(h, "fifty", steps=ENOUGH):
        return None
    public, private = (median(h.last("fifty", name)) for name in ("public", "private"))
    why = f"coins come to {public:.2f} on the public labels, and to {private:.2f} on the others"
    return at_least(public - private, 0.15, why)


def folds_move(h: History) -> Verdict | None:
    """From the least to the greatest mean of five folds: one model, one data set.

    Measured: 0.23 [0.18, 0.32].
    """
    if not ended(h, "fifty", steps=TABLES):
        return None
    spreads = [max(values) - min(values) for values in h.all("fifty", "folded")]
    wide = median(spreads)
    return at_least(wide, 0.04, f"other folds alone move the mean accuracy by {wide:.2f}")


def mean_of(h: History, variant: str, scalar: str) -> float:
    """The mean over all tables, the median seed."""
    return median(fmean(values) for values in h.all(variant, scalar))


def leak(scalar: str, high: float, low: float, what: str) -> Callable[[History], Verdict | None]:
    """That it is at least `high` where it leaks, and at most `low` where it does not.

    Measured, leaking and not: columns selected 0.85 [0.84, 0.87] and 0.49 [0.48, 0.52]; rows of a
    patient 1.00 [1.00, 1.00] and 0.50 [0.48, 0.52]; copies 0.97 [0.97, 0.97] and 0.50 [0.49, 0.51].
    """

    def judged(h: History) -> Verdict | None:
        if not ended(h, "leaky", "honest", steps=TABLES):
            return None
        leaky, honest = (mean_of(h, variant, scalar) for variant in ("leaky", "honest"))
        why = f"{what}: {leaky:.3f} before the split, {honest:.3f} inside the folds"
        return at_least(leaky, high, why) if honest <= low else at_most(honest, low, why)

    return judged


def scaling(h: History) -> Verdict | None:
    """What scaling before the split leaks.

    Measured: 0.004 [0.0005, 0.014]: both come to 0.46.
    """
    if not ended(h, "leaky", "honest", steps=TABLES):
        return None
    leaky, honest = (mean_of(h, variant, "scaled") for variant in ("leaky", "honest"))
    why = f"scaled before the split {leaky:.3f}, inside the folds {honest:.3f}"
    return at_most(abs(leaky - honest), 0.05, why)


FOOLED = [
    Claim("the-best-was-luck", "Part of the lead of the best of fifty is luck", best_was_luck,
          needs=("fifty",), when=LUCK, unit="accuracy"),
    Claim("equal-models-differ", "Of fifty equal models the best looks far better", equals,
          needs=("fifty",), when=LUCK | {"models": 50}, unit="accuracy"),
    Claim("coins-climb", "Coins climb a leaderboard that tells every score", leaderboard,
          needs=("fifty",), when=LUCK, unit="accuracy"),
    Claim("folds-move-the-mean", "Other folds alone move a cross-validation", folds_move,
          needs=("fifty",), when=LUCK, unit="accuracy"),
    Claim("selection-leaks", "Columns chosen before the split find what is not there",
          leak("selected", 0.75, 0.65, "columns selected"), needs=("leaky", "honest"), when=LEAKS,
          unit="accuracy"),
    Claim("scaling-does-not", "Scaling before the split leaks nothing that one can see", scaling,
          needs=("leaky", "honest"), when=LEAKS, unit="accuracy"),
    Claim("patients-leak", "Rows of one patient on both sides of the split know each other",
          leak("grouped", 0.95, 0.65, "rows of a patient"), needs=("leaky", "honest"), when=LEAKS,
          unit="accuracy"),
    Claim("copies-leak", "Rare rows copied before the split are found again in the test",
          leak("copied", 0.9, 0.6, "copies of rare rows"), needs=("leaky", "honest"), when=LEAKS,
          unit="accuracy"),
]  # fmt: skip
