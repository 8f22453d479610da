"""What this lesson claims of a run, judged from what was recorded.

Beside each bar stands what was measured before it was set, as median [least, most] over seeds
0 to 11.
"""

import math
from statistics import median

from lessons.kit import Claim, History, Verdict
from lessons.kit.claims.helpers import at_least, at_most, ended, over_seeds

ENOUGH = 600
"""Steps before accuracy is judged: ten times through the digits."""


def right(h: History, variant: str, metric: str) -> float | None:
    """The share of the test that is right at the end, the median over the seeds."""
    if variant not in h.variants or not ended(h, variant, steps=ENOUGH):
        return None
    return over_seeds(h, variant, metric)


def firsts(h: History, metric: str) -> list[float]:
    """The first value of a scalar, of every network that has it."""
    found = (value for variant in h.variants for value in h.first(variant, metric))
    return [value for value in found if not math.isnan(value)]


def by_hand(h: History) -> Verdict | None:
    """The largest difference of the loops and torch. Measured: 9e-16, in 64 bits."""
    found = firsts(h, "by_hand")
    if not found:
        return None
    return at_most(max(found), 1e-10, f"the loops and torch are {max(found):.1e} apart at most")


def equivariant(h: History) -> Verdict | None:
    """How far "move, look" is from "look, move", inside. Measured: 0, to the last bit."""
    found = firsts(h, "equivariance")
    if not found:
        return None
    return at_most(max(found), 1e-6, f"moved by 1 and 2 pixels, maps differ by {max(found):.1g}")


def pool_is_not(h: History) -> Verdict | None:
    """The same with a pool of 2 behind, moved by 1. Measured: 0.62 [0.45, 0.85]."""
    found = firsts(h, "pooled_by_1")
    if not found:
        return None
    apart = median(found)
    why = f"behind a pool of 2, a move by 1 changes the maps by {apart:.2f} of their largest value"
    return at_least(apart, 0.1, why)


def pixels_do_not_move(h: History) -> Verdict | None:
    """Logistic regression and the MLP, moved by 1 pixel, the better of the two.

    Measured: 0.47 [0.46, 0.49].
    """
    found = [right(h, name, "moved_1") for name in ("logistic", "mlp")]
    known = [share for share in found if share is not None]
    if len(known) < 2:
        return None
    why = f"moved by 1 pixel, logistic has {known[0]:.2f} right, and the MLP {known[1]:.2f}"
    return at_most(max(known), 0.65, why)


def largest_forgets_1(h: History) -> Verdict | None:
    """The network with the global maximum, moved by 1 pixel.

    Measured: 0.98 [0.95, 0.98]; over seeds 20 to 24, 0.97 [0.92, 0.98].
    """
    share = right(h, "pooled", "moved_1")
    if share is None:
        return None
    return at_least(share, 0.85, f"with the largest of each map, {share:.2f} are right at 1 pixel")


def largest_forgets_2(h: History) -> Verdict | None:
    """The same, moved by 2 pixels.

    Measured: 0.95 [0.92, 0.97]; over seeds 20 to 24, 0.93 [0.84, 0.97].
    """
    share = right(h, "pooled", "moved_2")
    if share is None:
        return None
    return at_least(share, 0.70, f"with the largest of each map, {share:.2f} are right at 2 pixels")


def places_do_not_move(h: History) -> Verdict | None:
    """The usual network, two convolutions and a flattened head, moved by 2 pixels.

    Measured: 0.37 [0.27, 0.54]. The margin, 0.11, is narrower than the spread.
    """
    share = right(h, "conv", "moved_2")
    if share is None:
        return None
    return at_most(share, 0.65, f"read place by place, {share:.2f} are right at 2 pixels")


def halves_the_shift(h: History) -> Verdict | None:
    """How much a pool of 2 inside takes at 1 pixel, from the network without one.

    Measured: 0.27 [0.19, 0.30].
    """
    with_, without = (right(h, name, "moved_1") for name in ("halved", "pooled"))
    if with_ is None or without is None:
        return None
    lost = without - with_
    return at_least(lost, 0.05, f"a pool of 2 inside costs {lost:.2f} of the test at 1 pixel")


def shown_moved(h: History) -> Verdict | None:
    """What moved training images give the MLP at 1 pixel.

    Measured over seeds 0 to 7: 0.32 [0.31, 0.36].
    """
    with_, without = (right(h, name, "moved_1") for name in ("mlp-moved", "mlp"))
    if with_ is None or without is None:
        return None
    gained = with_ - without
    return at_least(gained, 0.15, f"moved training images give the MLP {gained:+.2f} at 1 pixel")


def windows_matter(h: History) -> Verdict | None:
    """What a window of one pixel knows: how bright the brightest is, and no shape.

    Measured over seeds 0 to 2: 0.10 [0.10, 0.11].
    """
    share = right(h, "1x1", "accuracy")
    if share is None:
        return None
    return at_most(share, 0.5, f"with windows of one pixel, {share:.2f} are right")


def about(name: str, says: str, judge: object, *needs: str, unit: str) -> Claim:
    """A claim about variants on the lesson's own data."""
    return Claim(name, says, judge, needs=needs, own_data=True, unit=unit)  # type: ignore[arg-type]


CLAIMS = [
    Claim("by-hand", "Convolution, pooling and their gradients as loops are torch's", by_hand,
          unit="1"),
    Claim("equivariant", "Move, then look, is look, then move: exactly, off the border",
          equivariant, unit="1"),
    Claim("pooling-is-not", "Behind a pool of 2, a move by one pixel is another map", pool_is_not,
          unit="of the largest value"),
    about("pixels-do-not-move", "Moved by 1 pixel, logistic and MLP fail", pixels_do_not_move,
          "logistic", "mlp", unit="of the test"),
    about("largest-forgets-1", "With the largest of each map, 1 pixel is no matter",
          largest_forgets_1, "pooled", unit="of the test"),
    about("largest-forgets-2", "And 2 pixels are little", largest_forgets_2, "pooled",
          unit="of the test"),
    about("places-do-not-move", "The usual CNN fails at 2 pixels: its head reads places",
          places_do_not_move, "conv", unit="of the test"),
    about("half-the-pixels", "A pool of 2 inside costs much at 1 pixel", halves_the_shift,
          "pooled", "halved", unit="of the test"),
    about("shown-moved", "Moved training images teach the MLP what it lacks", shown_moved,
          "mlp", "mlp-moved", unit="of the test"),
    about("one-pixel-sees-nothing", "With windows of one pixel no shape is seen", windows_matter,
          "1x1", unit="of the test"),
]  # fmt: skip
