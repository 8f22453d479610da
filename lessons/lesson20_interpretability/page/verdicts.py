"""How the claims are judged, from what was recorded.

Beside each bar stands what was measured: median [least, most] over seeds 0 to 7; then, on which
no bar was set, seeds 20 to 27 or, where it is said, 40 to 47 and 60 to 67.
"""

from statistics import median

from lessons.kit import History, Verdict
from lessons.kit.claims.helpers import at_least, at_most, ended
from lessons.shared.recorded import at_the_end, lead

ENOUGH, SOON, FITTED, SHUFFLED = 300, 100, 500, 250
"""Steps before the lesson says what it says: the default race, conv, function, copies."""
RIGHT, WRONG = "true-labels", "wrong-labels"


def last(h: History, variant: str, metric: str, steps: int = ENOUGH) -> float | None:
    """The median over the seeds of a scalar's last value; None before so many steps."""
    return at_the_end(h, variant, metric, steps)


def difference(
    h: History, variant: str, first: str, second: str, steps: int = ENOUGH
) -> float | None:
    """The median over the seeds of one last scalar less another one."""
    return lead(h, (variant, first), (variant, second), steps)


def drawn_alike(h: History) -> Verdict | None:
    """Measured: 0.897 [0.893, 0.904]; then 0.899 [0.894, 0.904]; 40 to 47 0.901 [0.897, 0.908]."""
    same = last(h, RIGHT, "ig_random")
    if same is None:
        return None
    return at_least(same, 0.8, f"as drawn, the maps of IG are {same:.2f} alike")


def gradient_differs(h: History) -> Verdict | None:
    """Measured: -0.01 [-0.02, 0.01]; then 0.00 [-0.03, 0.03]; 40 to 47 0.01 [-0.01, 0.03]."""
    same = last(h, RIGHT, "gradient_random")
    if same is None:
        return None
    return at_most(same, 0.35, f"as drawn, maps of the gradient are {same:.2f} alike")


def signs_differ(h: History) -> Verdict | None:
    """Measured: 0.01 [-0.01, 0.07]; then -0.01 [-0.04, 0.04]; 40 to 47 0.01 [-0.03, 0.03]."""
    same = last(h, RIGHT, "ig_random_signed")
    if same is None:
        return None
    return at_most(same, 0.35, f"with their signs, the maps of IG are {same:.2f} alike")


def signs_return(h: History) -> Verdict | None:
    """Measured: 0.84 [0.81, 0.87]; then 0.82 [0.81, 0.83]; 40 to 47 0.83 [0.75, 0.86]."""
    same = last(h, RIGHT, "ig_other_signed")
    if same is None:
        return None
    return at_least(same, 0.6, f"with signs, two that learned digits are {same:.2f} alike")


def wrong_alike(h: History) -> Verdict | None:
    """Measured: 0.896 [0.892, 0.903]; then 0.896 [0.883, 0.901]."""
    same = last(h, WRONG, "ig_other")
    if same is None:
        return None
    return at_least(same, 0.8, f"as drawn, they are {same:.2f} alike")


def wrong_signs(h: History) -> Verdict | None:
    """Measured: -0.02 [-0.08, 0.08]; then -0.02 [-0.05, 0.04]."""
    same = last(h, WRONG, "ig_other_signed")
    if same is None:
        return None
    return at_most(same, 0.35, f"with signs, they are {same:.2f} alike")


def below_chance(h: History) -> Verdict | None:
    """Measured: -0.40 [-0.41, -0.37]; then -0.39 [-0.40, -0.37]."""
    less = difference(h, RIGHT, "delete_ig_drawn", "delete_chance")
    if less is None:
        return None
    return at_most(less, -0.2, f"by |IG| the mean probability is {less:+.2f} from a random order")


def brightness_does_most(h: History) -> Verdict | None:
    """Of what |IG| gains over a random order, the share that brightest first gains too.

    Measured: 0.82 [0.80, 0.85]; then 0.82 [0.79, 0.85].
    """
    if RIGHT not in h.variants or not ended(h, RIGHT, steps=ENOUGH):
        return None
    names = ("delete_chance", "delete_plain", "delete_ig_drawn")
    each = zip(*(h.last(RIGHT, name) for name in names), strict=True)
    share = median((chance - plain) / (chance - drawn) for chance, plain, drawn in each)
    return at_least(share, 0.6, f"brightest first gains {share:.0%} of what |IG| gains")


def signs_delete(h: History) -> Verdict | None:
    """Measured: -0.15 [-0.17, -0.15]; then -0.16 [-0.17, -0.15]."""
    less = difference(h, RIGHT, "delete_ig", "delete_plain")
    if less is None:
        return None
    return at_most(less, -0.1, f"by IG with its signs it is {less:+.2f} from brightest first")


def on_paper(h: History) -> Verdict | None:
    """The largest difference of nine attributions from those on paper. Measured: below 1e-15."""
    begun = [name for name in h.variants if h.done(name)]
    found = [value for name in begun for value in h.first(name, "exact")]
    return at_most(max(found), 1e-9, f"apart by {max(found):.1e} at most") if found else None


def two_answers(h: History) -> Verdict | None:
    """At max(1, .6): |1 − .7|. Measured: .3 exactly."""
    begun = [name for name in h.variants if h.done(name)]
    found = [value for name in begun for value in h.first(name, "two_answers")]
    if not found:
        return None
    return at_least(min(found), 0.29, f"both are complete, and {min(found):.2f} apart")


def narrow_is_gradient(h: History) -> Verdict | None:
    """Measured: 1.0000 [0.9999, 1.0000]; then the same."""
    same = last(h, "explained", "lime_narrow", FITTED)
    if same is None:
        return None
    return at_least(same, 0.99, f"the correlation with the gradient is {same:.4f}")


def complete(h: History) -> Verdict | None:
    """Measured: 9e-6 [6e-6, 1.3e-5]; then 9e-6 [5e-6, 1.3e-5]."""
    gap = last(h, "explained", "ig_gap", FITTED)
    if gap is None:
        return None
    return at_most(gap, 1e-3, f"32 steps miss f(x) − f(x₀) by {gap:.1e} deviations")


def shapley_complete(h: History) -> Verdict | None:
    """Measured: 6e-8 [3e-8, 7e-8]; then the same: float32."""
    gap = last(h, "explained", "shapley_gap", FITTED)
    if gap is None:
        return None
    return at_most(gap, 1e-5, f"they miss f(x) − f(x₀) by {gap:.1e} deviations")


def nearer_the_truth(h: History) -> Verdict | None:
    """The errors of 256 points; of 64 the differences of seeds were half as large as the lead.

    Measured: -0.24 [-0.27, -0.21]; then -0.27 [-0.29, -0.24]; 40 to 47 -0.23 [-0.28, -0.20];
    60 to 67 -0.22 [-0.28, -0.19].
    """
    less = difference(h, "explained", "ig_error", "times_input_error", FITTED)
    if less is None:
        return None
    return at_most(less, -0.05, f"the error of IG is {less:+.2f} from that of x · gradient")


def ig_near_shapley(h: History) -> Verdict | None:
    """Measured: 0.012 [0.010, 0.015]; 40 to 47 0.012 [0.010, 0.015]."""
    apart = last(h, "explained", "ig_shapley", FITTED)
    if apart is None:
        return None
    return at_most(apart, 0.05, f"IG and exact Shapley differ by {apart:.3f} of their size")


def looks_weak(h: History) -> Verdict | None:
    """Measured: -1.62 [-1.68, -1.37]; then -1.60 [-1.67, -1.44]; 40 to 47 -1.58 [-1.66, -1.50]."""
    less = difference(h, "4-copies", "one_copy", "other_cause", SHUFFLED)
    if less is None:
        return None
    return at_most(less, -0.8, f"the best of four copies is {less:+.2f} from the weaker cause")


def alone_it_leads(h: History) -> Verdict | None:
    """Measured: 2.27 [1.90, 2.42]; then 2.24 [2.13, 2.32]; 40 to 47 2.26 [1.96, 2.89]."""
    more = difference(h, "1-copy", "one_copy", "other_cause", SHUFFLED)
    if more is None:
        return None
    return at_least(more, 1.0, f"in one column, it is {more:+.2f} from the weaker cause")


def together_it_leads(h: History) -> Verdict | None:
    """Measured: 2.36 [2.15, 2.70]; then 2.48 [2.22, 2.80]; 40 to 47 2.50 [2.16, 2.74]."""
    more = difference(h, "4-copies", "all_copies", "other_cause", SHUFFLED)
    if more is None:
        return None
    return at_least(more, 1.0, f"four copies shuffled together are {more:+.2f} from it")


def guided_keeps_more(h: History) -> Verdict | None:
    """Measured: 0.34 [0.32, 0.47]; then 0.40 [0.29, 0.45]; 40 to 47 0.37 [0.27, 0.42].

    Beside one network with random weights, where four are here: 40 to 47 0.40 [0.13, 0.46].
    """
    more = difference(h, RIGHT, "guided_random", "gradient_random", SOON)
    if more is None:
        return None
    return at_least(more, 0.0, f"guided maps are {more:+.2f} more alike than those of the gradient")
