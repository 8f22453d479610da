"""How each claim is judged from what was recorded.

Beside each bar stands what was measured: the median [least, most] over seeds 0 to 7, by which the
bars were set, and then over seeds 20 to 27, which checked them.
"""

from statistics import median

from lessons.kit import History, Verdict
from lessons.kit.claims.helpers import at_least, at_most, ended, over_seeds
from lessons.shared.recorded import median_lead

ENOUGH = 300
"""Steps after which these figures hardly move; of fewer nothing is said."""
SUMS = ("late", "joint")


def last(h: History, *names: str, metric: str = "accuracy") -> list[list[float]] | None:
    """A last scalar of several variants, seed by seed; None before they have trained enough."""
    if not ended(h, *names, steps=ENOUGH):
        return None
    return [h.last(name, metric) for name in names]


def early_finds_it(h: History) -> Verdict | None:
    """The share that early has right.

    Measured: 0.961 [0.956, 0.967]; 0.963 [0.959, 0.967].
    """
    if (found := last(h, "early")) is None:
        return None
    right = median(found[0])
    return at_least(right, 0.85, f"early is right for {right:.1%} of the test")


def one_sense(h: History) -> Verdict | None:
    """The better of the two senses alone.

    Measured: 0.500 [0.499, 0.508]; 0.503 [0.496, 0.507].
    """
    if (found := last(h, "image", "caption")) is None:
        return None
    image, caption = map(median, found)
    why = f"the image alone is right for {image:.1%}, the caption alone for {caption:.1%}"
    return at_most(max(image, caption), 0.6, why)


def late_knows_nothing(h: History) -> Verdict | None:
    """The better of product and mean of two posteriors.

    Measured: 0.499 [0.495, 0.503]; 0.501 [0.494, 0.507].
    """
    found, averaged = last(h, "late"), last(h, "late", metric="averaged")
    if found is None or averaged is None:
        return None
    product, mean = median(found[0]), median(averaged[0])
    why = f"the product of the two is right for {product:.1%}, their mean for {mean:.1%}"
    return at_most(max(product, mean), 0.6, why)


def joint_knows_nothing(h: History) -> Verdict | None:
    """The share that a sum of scores has right, taught as one.

    Measured: 0.502 [0.498, 0.506]; 0.502 [0.491, 0.507].
    """
    if (found := last(h, "joint")) is None:
        return None
    right = median(found[0])
    return at_most(right, 0.6, f"the sum that was taught as one is right for {right:.1%}")


def early_leads(h: History) -> Verdict | None:
    """Early before the better of late and joint.

    Measured: 0.460 [0.453, 0.468]; 0.462 [0.453, 0.473].
    """
    if (found := last(h, "early", *SUMS)) is None:
        return None
    early, *sums = found
    lead = median_lead(early, [max(both) for both in zip(*sums, strict=True)])
    return at_least(lead, 0.3, f"early is {lead:+.3f} ahead of the better sum")


def sums_are_sums(h: History) -> Verdict | None:
    """How far the two crosswise sums are apart, at any step; exact but for rounding.

    Measured: 9e-8 [8e-8, 1e-7]; the same; in redundant 7e-7.
    """
    if not all(h.done(name) for name in SUMS):
        return None
    most = max(max(h.highest(name, "interaction")) for name in SUMS)
    return at_most(most, 1e-4, f"at most {most:.1e} between the two crosswise sums")


def early_is_no_sum(h: History) -> Verdict | None:
    """The same of early, the mean over pairs of pairs.

    Measured: 6.35 [5.82, 7.99]; 7.04 [4.83, 8.06]: of quotients, so look at the logarithms.
    """
    if (found := last(h, "early", metric="interaction")) is None:
        return None
    beyond = median(found[0])
    return at_least(beyond, 2.0, f"the two crosswise sums of early are {beyond:.1f} apart")


def two_beat_one(h: History) -> Verdict | None:
    """Early before the better sense.

    Measured: 0.187 [0.177, 0.192]; 0.181 [0.178, 0.188].
    """
    if (found := last(h, "early", "image", "caption")) is None:
        return None
    early, *single = found
    lead = median_lead(early, [max(both) for both in zip(*single, strict=True)])
    return at_least(lead, 0.08, f"early is {lead:+.3f} ahead of the better sense")


def taught_apart(h: History) -> Verdict | None:
    """Early before the product of two that were taught apart.

    Measured: -0.022 [-0.027, -0.017]; -0.024 [-0.033, -0.017].
    """
    if (found := last(h, "early", "late")) is None:
        return None
    lead = median_lead(*found)
    return at_most(lead, 0.025, f"early is {lead:+.3f} ahead of two networks multiplied")


def product_beats_mean(h: History) -> Verdict | None:
    """The product before the mean.

    Measured: 0.031 [0.022, 0.035]; 0.033 [0.028, 0.037].
    """
    found, averaged = last(h, "late"), last(h, "late", metric="averaged")
    if found is None or averaged is None:
        return None
    lead = median_lead(found[0], averaged[0])
    return at_least(lead, 0.0, f"the product is {lead:+.3f} ahead of the mean")


def caption_is_missed(h: History) -> Verdict | None:
    """How far early without captions is behind a network of images.

    Measured: 0.090 [0.071, 0.117]; 0.085 [0.070, 0.106].
    """
    left, alone = last(h, "early", metric="no_caption"), last(h, "image")
    if left is None or alone is None:
        return None
    behind = median_lead(alone[0], left[0])
    why = f"without its caption early is {behind:.3f} behind a network that never had one"
    return at_least(behind, 0.02, why)


def dropout_repairs(h: History) -> Verdict | None:
    """What modality dropout brings early where the caption is lost.

    Measured: 0.081 [0.070, 0.110]; 0.072 [0.057, 0.093].
    """
    if (found := last(h, "dropout", "early", metric="no_caption")) is None:
        return None
    gain = median_lead(*found)
    return at_least(gain, 0.01, f"modality dropout brings {gain:+.3f} where the caption is lost")


def not_the_other(h: History) -> Verdict | None:
    """What it brings where the image is lost.

    Measured: 0.001 [-0.005, 0.007]; 0.001 [-0.002, 0.006]; 40 to 47 0.000 [-0.002, 0.010].
    """
    if (found := last(h, "dropout", "early", metric="no_image")) is None:
        return None
    gain = median_lead(*found)
    return at_most(gain, 0.025, f"it brings {gain:+.3f} where the image is lost")


def costs_nothing(h: History) -> Verdict | None:
    """What it costs where nothing is lost.

    Measured: -0.011 [-0.013, -0.008]; -0.012 [-0.015, -0.006]; 40 to 47 -0.011 [-0.013, -0.007].
    """
    if (found := last(h, "early", "dropout")) is None:
        return None
    cost = median_lead(*found)
    return at_most(cost, 0.01, f"with both senses it costs {cost:+.3f}")


def creates_nothing(h: History) -> Verdict | None:
    """The better of its two shares with one sense lost, where each alone knows nothing.

    Measured: 0.500 [0.497, 0.509]; 0.503 [0.496, 0.511].
    """
    if not ended(h, "dropout", steps=ENOUGH):
        return None
    best = max(over_seeds(h, "dropout", name) for name in ("no_caption", "no_image"))
    return at_most(best, 0.6, f"with one sense lost it is right for {best:.1%} at best")


def by_hand(h: History) -> Verdict | None:
    """The largest difference of torch from the formulas, in float64.

    Measured: 1e-16 [3e-17, 2e-16] on every preset.
    """
    apart = [first for name in h.variants for first in h.first(name, "by_hand")]
    if not apart or not all(map(h.done, h.variants)):
        return None
    return at_most(max(apart), 1e-9, f"at most {max(apart):.1e} apart")
