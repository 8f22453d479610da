"""What this lesson claims of a run, judged from what was recorded.

Beside each bar stands what was measured before it was set, as median [least, most] over seeds
0 to 11, each seed on its own.
"""

from statistics import median

from lessons.kit import Claim, History, Verdict
from lessons.kit.claims.helpers import at_least, at_most, ended, tail_means

ENOUGH = 200
"""Steps before the lesson says what a network has learned."""
PLAIN = {
    "tau": 0.2, "strength": 1.0, "kind": "all", "negatives": True, "head": 32, "batch": 128,
}  # fmt: skip
"""SimCLR as it is meant: the claims speak of no other settings."""


def at_the_end(h: History, variant: str, metric: str) -> float | None:
    """The median over the seeds of a scalar's last value; None before so many steps."""
    if variant not in h.variants or not ended(h, variant, steps=ENOUGH):
        return None
    return median(h.last(variant, metric))


def over_the_last(h: History, variant: str, metric: str) -> float | None:
    """The median over the seeds of a scalar's mean over its last steps."""
    if variant not in h.variants or not ended(h, variant, steps=ENOUGH):
        return None
    return median(tail_means(h, variant, metric, 30))


def beats_pixels_with_two(h: History) -> Verdict | None:
    """Accuracy with 2 labels a class, on the features and on the pixels; the same labels."""
    ahead = at_the_end(h, "simclr", "ahead_2")
    if ahead is None:
        return None
    return at_least(ahead, 0.05, f"with 2 labels a class, features are ahead by {ahead:.3f}")


def beats_pixels_with_twenty(h: History) -> Verdict | None:
    """The same with 20 labels a class."""
    ahead = at_the_end(h, "simclr", "ahead_20")
    if ahead is None:
        return None
    return at_least(ahead, 0.01, f"with 20 labels a class, features are ahead by {ahead:.3f}")


def untrained_is_like_pixels(h: History) -> Verdict | None:
    """The untrained encoder beside the pixels, 2 labels a class."""
    apart = at_the_end(h, "simclr", "untrained_2")
    if apart is None:
        return None
    why = f"with 2 labels a class, the untrained encoder is {apart:+.3f} from the pixels"
    return at_most(abs(apart), 0.1, why)


def below_chance(h: History) -> Verdict | None:
    """By how many nats the loss ends below ln(2B − 1)."""
    below = over_the_last(h, "simclr", "below")
    if below is None:
        return None
    return at_least(below, 2.0, f"the loss ends {below:.2f} nats below chance")


def far_from_zero(h: History) -> Verdict | None:
    """The share of views of which the nearest other one is their partner."""
    share = over_the_last(h, "simclr", "retrieval")
    if share is None:
        return None
    return at_most(share, 0.5, f"the other view is the nearest for {share:.0%} of the views")


def the_loss_misleads(h: History) -> Verdict | None:
    """How much lower the loss of identical views ends."""
    ends = [over_the_last(h, name, "loss") for name in ("simclr", "same-views")]
    if ends[0] is None or ends[1] is None:
        return None
    why = f"the loss ends at {ends[1]:.2f} with identical views, and at {ends[0]:.2f} with others"
    return at_least(ends[0] - ends[1], 0.2, why)


def same_views_teach_little(h: History) -> Verdict | None:
    """Accuracy with 2 labels a class: of SimCLR, and where both views are the image itself."""
    ends = [at_the_end(h, name, "right_2") for name in ("simclr", "same-views")]
    if ends[0] is None or ends[1] is None:
        return None
    why = f"with 2 labels a class {ends[0]:.3f} are right; with identical views {ends[1]:.3f}"
    return at_least(ends[0] - ends[1], 0.05, why)


def by_hand(h: History) -> Verdict | None:
    """The largest difference between the formulas and torch, in float64.

    Measured: below 1e-14.
    """
    found = [value for name in h.variants for value in h.first(name, "by_hand")]
    if not found:
        return None
    apart = max(found)
    return at_most(apart, 1e-10, f"the formulas and torch are {apart:.1e} apart at most")


CLAIMS = [
    Claim(
        "features-beat-pixels-with-2",
        "With 2 labels a class, a line on the features beats a line on the pixels",
        beats_pixels_with_two,
        needs=("simclr",),
        when=PLAIN,
        own_data=True,
    ),
    Claim(
        "features-beat-pixels-with-20",
        "With 20 labels a class it is still ahead",
        beats_pixels_with_twenty,
        needs=("simclr",),
        when=PLAIN,
        own_data=True,
    ),
    Claim(
        "untrained-is-like-pixels",
        "It is not the architecture: untrained, its features are worth as much as pixels",
        untrained_is_like_pixels,
        needs=("simclr",),
        when=PLAIN,
        own_data=True,
    ),
    Claim(
        "loss-below-chance",
        "The loss ends far below the chance of ln(2B − 1)",
        below_chance,
        needs=("simclr",),
        when=PLAIN,
        own_data=True,
    ),
    Claim(
        "most-views-are-not-found",
        "And yet most views are not found: the loss is far from 0",
        far_from_zero,
        needs=("simclr",),
        when=PLAIN,
        own_data=True,
    ),
    Claim(
        "lower-loss-with-identical-views",
        "Where both views are the image itself, the loss is lower",
        the_loss_misleads,
        needs=("simclr", "same-views"),
        when=PLAIN,
        own_data=True,
    ),
    Claim(
        "identical-views-teach-less",
        "And the features are worse",
        same_views_teach_little,
        needs=("simclr", "same-views"),
        when=PLAIN,
        own_data=True,
    ),
    Claim("by-hand", "The loss and its gradient, written out, and torch agree", by_hand),
]
