"""How the claims are judged, from what was recorded.

Beside each bar stands what was measured, as median [least, most] over seeds 0 to 7; then, where
there are more, over seeds 20 to 27, 40 to 47 and 60 to 67, the last two of which set no bar. Each
seed is the mean of its searches. Where the bar is 0, the claim is which of two is ahead.
"""

from collections.abc import Sequence
from statistics import median

from lessons.kit import History, Verdict
from lessons.kit.claims.helpers import at_least, at_most, ended
from lessons.shared.recorded import each_end, lead

FIRST, ENOUGH = 10, 250
"""Trials from which a rise is counted, and after which it is judged."""
SHORT, UNITS, LONG = 32, 100, 45
"""Trials of a grid, units of a halving, trials of TPE before they are judged."""


def ahead(h: History, one: str, other: str, metric: str, steps: int) -> float | None:
    """By how much one variant ends above the other, the median over the seeds."""
    return lead(h, (one, metric), (other, metric), steps)


def risen(h: History, metric: str) -> list[float] | None:
    """How much a scalar of `tuned` has risen since the tenth trial, one for each seed."""
    if not ended(h, "tuned", steps=ENOUGH):
        return None
    rows: list[Sequence[float]] = h.all("tuned", metric)
    return [values[-1] - values[FIRST - 1] for values in rows]


def rises(h: History) -> Verdict | None:
    """What 300 trials add to the validated score of 10.

    Measured: 0.063 [0.057, 0.073]; 0.069 [0.065, 0.076];
    0.065 [0.055, 0.071]; 0.063 [0.057, 0.073].
    """
    found = risen(h, "validated")
    if found is None:
        return None
    return at_least(median(found), 0.015, f"the validated score rises by {median(found):.3f}")


def does_not(h: History) -> Verdict | None:
    """The rise on the test, in that of the validated score.

    It is a few images of a thousand, so the share is uncertain and the bar far from it.

    Measured: 0.24 [0.12, 0.35]; 0.23 [0.10, 0.35];
    0.28 [0.08, 0.32]; 0.19 [0.16, 0.36].
    """
    here, there = risen(h, "validated"), risen(h, "tested")
    if here is None or there is None:
        return None
    left = median(b / a if a > 0 else 1.0 for a, b in zip(here, there, strict=True))
    why = f"validated rises by {median(here):.3f}, tested by {median(there):+.3f}"
    return at_most(left, 0.65, why)


def gap_opens(h: History) -> Verdict | None:
    """Validated less tested, of the best of 300.

    Measured: 0.110 [0.092, 0.121]; 0.107 [0.098, 0.113];
    0.105 [0.098, 0.119]; 0.108 [0.101, 0.112].
    """
    found = each_end(h, "tuned", "gap", ENOUGH)
    if found is None:
        return None
    return at_least(median(found), 0.03, f"the best is said to be {median(found):.3f} too good")


def untuned_ahead(h: History) -> Verdict | None:
    """What the untuned setting is worth on the test, less the best of 300.

    Measured: 0.066 [0.059, 0.075]; 0.064 [0.061, 0.070];
    0.067 [0.064, 0.070]; 0.068 [0.056, 0.070].
    """
    more = ahead(h, "untuned", "tuned", "tested", ENOUGH)
    if more is None:
        return None
    return at_least(more, 0.015, f"untuned, on all columns, is {more:+.3f} ahead on fresh rows")


def no_gap(h: History) -> Verdict | None:
    """How far validated is from tested for a setting that nobody chose.

    Measured: 0.008 [0.000, 0.017]; 0.003 [0.001, 0.012];
    0.006 [0.000, 0.019]; 0.004 [0.000, 0.011].
    """
    found = each_end(h, "untuned", "gap", 1)
    if found is None:
        return None
    far = abs(median(found))
    return at_most(far, 0.06, f"validated and tested are {far:.3f} apart")


def small_gap(h: History) -> Verdict | None:
    """The gap of the best of 300, chosen by 400 rows.

    Measured: 0.021 [0.012, 0.027]; 0.018 [0.015, 0.019];
    0.018 [0.017, 0.022]; 0.019 [0.014, 0.024].
    With one test for all searches of a seed 0.018 [0.002, 0.043] on 40 to 47.
    """
    found = each_end(h, "tuned", "gap", ENOUGH)
    if found is None:
        return None
    return at_most(median(found), 0.08, f"chosen by 400 rows, the gap is {median(found):.3f}")


def random_ahead(h: History) -> Verdict | None:
    """The best score of 32 random trials, less that of a grid of 32.

    Measured: 0.67 [0.64, 0.71]; 0.67 [0.66, 0.71]; 0.68 [0.64, 0.73].
    """
    more = ahead(h, "random", "grid", "best", SHORT)
    if more is None:
        return None
    return at_least(more, 0.4, f"random is {more:.3f} ahead of the grid")


def sobol_ahead(h: History) -> Verdict | None:
    """The best score of 32 Sobol points, less that of 32 random ones.

    Measured: 0.052 [0.042, 0.070]; 0.053 [0.045, 0.057]; 0.052 [0.042, 0.067].
    """
    more = ahead(h, "sobol", "random", "best", SHORT)
    if more is None:
        return None
    return at_least(more, 0.0, f"Sobol's points are {more:+.3f} ahead of random ones")


def on_formula(h: History) -> Verdict | None:
    """The farthest that random search is from its formula, over all 32 trials.

    Measured: 0.047 [0.030, 0.077]; 0.050 [0.020, 0.083]; 0.035 [0.023, 0.048].
    """
    if not ended(h, "random", steps=SHORT):
        return None
    pairs = zip(h.all("random", "best"), h.all("random", "theory"), strict=True)
    far = median(max(abs(a - b) for a, b in zip(x, y, strict=True)) for x, y in pairs)
    return at_most(far, 0.18, f"the searches and the formula are {far:.3f} apart at most")


def lucky_grid(h: History) -> Verdict | None:
    """On the test: the best of a grid that hits, less the best of random trials.

    Measured: 0.056 [0.046, 0.068]; on seeds 40 to 47 0.044 [0.038, 0.069].
    With one test for all searches: 20 to 27 0.054 [0.035, 0.063].
    """
    more = ahead(h, "grid", "random", "tested", SHORT)
    if more is None:
        return None
    return at_least(more, 0.0, f"the grid is {more:+.3f} ahead of random")


def moved_grid(h: History) -> Verdict | None:
    """On the test: the best of random trials, less the best of the grid that was moved.

    Measured: on seeds 40 to 47 0.59 [0.58, 0.60].
    With one test for all searches: 0.58 [0.58, 0.63]; 20 to 27 0.59 [0.56, 0.63].
    """
    more = ahead(h, "random", "grid", "tested", SHORT)
    if more is None:
        return None
    return at_least(more, 0.3, f"random is {more:+.3f} ahead of the moved grid")


def tries_more(h: History) -> Verdict | None:
    """Trials begun with halving, in those begun without.

    Measured: 6.0 [5.6, 6.4] and, on seeds 40 to 47, 5.7 [5.3, 6.2] in preset halving,
    7.4 [7.0, 7.7] in crossing.
    """
    here, there = each_end(h, "halving", "begun", UNITS), each_end(h, "full", "begun", UNITS)
    if here is None or there is None:
        return None
    times = median(a / b for a, b in zip(here, there, strict=True))
    return at_least(times, 2.5, f"halving begins {times:.1f} times as many trials")


def halving_ahead(h: History) -> Verdict | None:
    """On the test: the best of halving, less the best of full training.

    Five full trainings may all be useless, so it takes many searches.

    Measured: 0.22 [0.17, 0.27]; on seeds 40 to 47 0.23 [0.16, 0.29].
    With one test for all searches: 20 to 27 0.21 [0.18, 0.26].
    """
    more = ahead(h, "halving", "full", "tested", UNITS)
    if more is None:
        return None
    return at_least(more, 0.0, f"halving is {more:+.3f} ahead of full training")


def halving_behind(h: History) -> Verdict | None:
    """The same where labels are wrong, and curves cross: full training less halving.

    Measured: 0.056 [0.043, 0.069]; on seeds 40 to 47 0.058 [0.047, 0.073].
    With one test for all searches: 20 to 27 0.057 [0.044, 0.064].
    """
    more = ahead(h, "full", "halving", "tested", UNITS)
    if more is None:
        return None
    return at_least(more, 0.0, f"full training is {more:+.3f} ahead of halving")


def tpe_climbs(h: History) -> Verdict | None:
    """The best of TPE, less the best of random trials, on a hill of five knobs.

    Measured: 0.64 [0.58, 0.72]; 0.65 [0.59, 0.69].
    """
    more = ahead(h, "tpe", "random", "best", LONG)
    if more is None:
        return None
    return at_least(more, 0.25, f"TPE is {more:+.3f} ahead of random")


def tpe_trapped(h: History) -> Verdict | None:
    """The best of random trials, less the best of TPE, where the hill is not the peak.

    A matter of odds: some searches of TPE's find the peak, so there are 48 of them.

    Measured: 0.21 [0.19, 0.26]; 0.22 [0.20, 0.28].
    """
    more = ahead(h, "random", "tpe", "best", LONG)
    if more is None:
        return None
    return at_least(more, 0.0, f"random is {more:+.3f} ahead of TPE")
