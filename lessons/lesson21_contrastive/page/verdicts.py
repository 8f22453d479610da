"""How the claims are judged, from what was recorded.

Beside each bar stands what was measured before it was set, as median [least, most] over seeds
0 to 11, each seed on its own.
"""

from statistics import median

from lessons.kit import History, Verdict
from lessons.kit.claims.helpers import at_least, at_most, ended, tail_means
from lessons.shared.recorded import at_the_end

ENOUGH, SOON = 200, 100
"""Steps before the lesson says what a network has learned; and where it shows early."""
RACE = ("simclr", "same-views")
PLAIN = {
    "tau": 0.2, "strength": 1.0, "kind": "all", "negatives": True, "head": 32, "batch": 128,
}  # fmt: skip
"""SimCLR as it is meant: the claims speak of no other settings."""


def over_the_last(h: History, variant: str, metric: str, steps: int = ENOUGH) -> float | None:
    """The median over the seeds of a scalar's mean over its last steps."""
    if variant not in h.variants or not ended(h, variant, steps=steps):
        return None
    return median(tail_means(h, variant, metric, 30))


def each_at_the_end(h: History, variant: str, *metrics: str) -> list[tuple[float, ...]] | None:
    """The last values of some scalars, seed by seed; None before so many steps."""
    if variant not in h.variants or not ended(h, variant, steps=ENOUGH):
        return None
    return list(zip(*(h.last(variant, metric) for metric in metrics), strict=True))


def ahead_with_2(h: History) -> Verdict | None:
    """Accuracy with 2 labels a class, less that of pixels with the same labels.

    Measured: 0.120 [0.106, 0.160]; 0.843 [0.806, 0.874] against 0.714 [0.669, 0.745].
    """
    ahead = at_the_end(h, "simclr", "ahead_2", ENOUGH)
    if ahead is None:
        return None
    return at_least(ahead, 0.05, f"with 2 labels a class, features are ahead by {ahead:.3f}")


def ahead_with_20(h: History) -> Verdict | None:
    """The same with 20 labels a class: the bar is nearer to the least than the seeds are apart.

    Measured: 0.032 [0.015, 0.046]; 0.952 [0.941, 0.965] against 0.921 [0.908, 0.929].
    """
    ahead = at_the_end(h, "simclr", "ahead_20", ENOUGH)
    if ahead is None:
        return None
    return at_least(ahead, 0.0, f"with 20 labels a class, features are ahead by {ahead:.3f}")


def lead_shrinks(h: History) -> Verdict | None:
    """How much smaller the lead is with 20 labels a class than with 2.

    Measured: 0.088 [0.074, 0.119].
    """
    found = each_at_the_end(h, "simclr", "ahead_2", "ahead_20")
    if found is None:
        return None
    less = median(two - twenty for two, twenty in found)
    return at_least(less, 0.02, f"with 20 labels a class, the lead is {less:.3f} smaller")


def training_did_it(h: History) -> Verdict | None:
    """Accuracy with 2 labels a class: of the encoder as it is, less that before training.

    Measured: 0.200 [0.150, 0.246].
    """
    found = each_at_the_end(h, "simclr", "ahead_2", "untrained_2")
    if found is None:
        return None
    gained = median(ahead - untrained for ahead, untrained in found)
    return at_least(gained, 0.05, f"training has gained {gained:.3f}")


def untrained_is_no_better(h: History) -> Verdict | None:
    """The untrained encoder beside the pixels, 20 labels a class.

    Measured: -0.035 [-0.059, -0.026].
    """
    apart = at_the_end(h, "simclr", "untrained_20", ENOUGH)
    if apart is None:
        return None
    return at_most(apart, 0.01, f"untrained features are {apart:+.3f} from the pixels")


def below_chance(h: History) -> Verdict | None:
    """By how many nats the loss ends below ln(2B − 1), the mean of the last 30 steps.

    Measured: 2.67 [2.57, 2.73].
    """
    below = over_the_last(h, "simclr", "below")
    if below is None:
        return None
    return at_least(below, 2.2, f"the loss ends {below:.2f} nats below chance")


def far_from_zero(h: History) -> Verdict | None:
    """The share of views of which the nearest other one is their partner, over 30 steps.

    Measured: 0.358 [0.331, 0.376].
    """
    share = over_the_last(h, "simclr", "retrieval")
    if share is None:
        return None
    return at_most(share, 0.5, f"the other view is the nearest for {share:.0%} of the views")


def neighbours_of_views(h: History) -> Verdict | None:
    """Of the 7 images nearest to a view: those of its class, less those by pixels.

    Measured: 0.205 [0.189, 0.241]; 0.786 [0.770, 0.822] against 0.581.
    """
    found = each_at_the_end(h, "simclr", "kin_views", "kin_views_pixels")
    if found is None:
        return None
    more = median(ours - theirs for ours, theirs in found)
    return at_least(more, 0.1, f"of a view's neighbours, {more:.3f} more are of its class")


def neighbours_as_they_are(h: History) -> Verdict | None:
    """The same of images as they are.

    Measured: -0.012 [-0.024, -0.003]; 0.942 [0.930, 0.951] against 0.954.
    """
    found = each_at_the_end(h, "simclr", "kin", "kin_pixels")
    if found is None:
        return None
    more = median(ours - theirs for ours, theirs in found)
    return at_most(more, 0.02, f"where nothing is moved, features find {more:+.3f} more")


def loss_misleads(h: History) -> Verdict | None:
    """How much lower the loss of identical views ends, the mean of the last 30 steps.

    Measured: 1.45 [1.41, 1.50], on seeds 0 to 6.
    """
    ends = [over_the_last(h, name, "loss") for name in RACE]
    if ends[0] is None or ends[1] is None:
        return None
    why = f"the loss ends at {ends[1]:.2f} with identical views, and at {ends[0]:.2f} with others"
    return at_least(ends[0] - ends[1], 0.5, why)


def identical_teach_less(h: History) -> Verdict | None:
    """What identical views cost with 2 labels a class, beside pixels.

    Measured: -0.164 [-0.176, -0.104], on seeds 0 to 6.
    """
    ahead = at_the_end(h, "same-views", "ahead_2", ENOUGH)
    if ahead is None:
        return None
    why = f"with identical views, features are {ahead:+.3f} from the pixels"
    return at_most(ahead, 0.0, why)


def collapses(h: History) -> Verdict | None:
    """ln of the mean exp(−2 ‖z_i − z_k‖²) without negatives, the mean of the last 30 steps.

    Measured: 0.000 on each of seeds 0 to 11 and 20 to 27; with them -3.1.
    """
    crowded = over_the_last(h, "no-negatives", "uniformity", SOON)
    if crowded is None:
        return None
    return at_least(crowded, -0.2, f"crowding is {crowded:.3f}; 0 is one point")


def shades_teach_less(h: History) -> Verdict | None:
    """With 2 labels a class: views that move, less views that only change in brightness.

    Measured: 0.140 [0.088, 0.195]; on seeds 20 to 27 0.152 [0.107, 0.211]. The bar lies nearer to
    the least of them than they are apart.
    """
    ends = [at_the_end(h, name, "right_2", SOON) for name in ("moved", "shaded")]
    if ends[0] is None or ends[1] is None:
        return None
    why = f"{ends[0]:.3f} are right with moved views, and {ends[1]:.3f} with shaded ones"
    return at_least(ends[0] - ends[1], 0.05, why)


def by_hand(h: History) -> Verdict | None:
    """The largest difference between the formulas and torch, in float64.

    Measured: below 1e-14.
    """
    begun = [name for name in h.variants if h.done(name)]
    found = [value for name in begun for value in h.first(name, "by_hand")]
    if not found:
        return None
    apart = max(found)
    return at_most(apart, 1e-10, f"the formulas and torch are {apart:.1e} apart at most")
