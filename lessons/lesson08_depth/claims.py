"""What this lesson claims of a run, judged from what was recorded.

Beside each bar stands what was measured before it was set, as median [least, most] over seeds
0 to 11, each seed on its own.
"""

import math

from lessons.kit import Claim, History, Verdict
from lessons.kit.claims.helpers import at_least, at_most
from lessons.lesson08_depth.comparisons import COMPARISONS, ENOUGH
from lessons.shared.recorded import at_first, at_the_end, ends, firsts

DEEP = {"activation": "relu", "start": "default", "depth": 20}


def relu_fades(h: History) -> Verdict | None:
    """The gradient at layer 1 as a share of that at layer 20, before training.

    Measured: 4.5e-7 [1.1e-7, 7.0e-7].
    """
    share = at_first(h, "plain", "reach")
    if share is None:
        return None
    return at_most(share, 1e-4, f"of the gradient at layer 20, {share:.1g} is left at layer 1")


def same_of_each(h: History) -> Verdict | None:
    """How far the last layer tells images apart: the variance of its units.

    Measured: 1.4e-17 [6.3e-18, 2.5e-17].
    """
    variance = at_first(h, "plain", "between")
    if variance is None:
        return None
    why = f"between images, units of the last layer have a variance of {variance:.1g}"
    return at_most(variance, 1e-12, why)


def plain_guesses(h: History) -> Verdict | None:
    """Accuracy of the plain network at the end.

    Measured: 0.10 [0.10, 0.20].
    """
    right = at_the_end(h, "plain", "accuracy", ENOUGH)
    if right is None:
        return None
    return at_most(right, 0.4, f"the plain network is right for {right:.0%} of the test")


def he_keeps(h: History) -> Verdict | None:
    """How many powers of ten the share at layer 1 is from 1, with He's start.

    Measured: share 1.2 [0.74, 3.4].
    """
    share = at_first(h, "he", "reach")
    if share is None:
        return None
    powers = abs(math.log10(share or 1e-99))
    why = f"with He's start layer 1 has {share:.2g} times the gradient of layer 20"
    return at_most(powers, 1.3, f"{why}: {powers:.2g} powers of ten from 1")


def batchnorm_overshoots(h: History) -> Verdict | None:
    """Powers of ten of the share at layer 1 with BatchNorm.

    Measured: share 64 [43, 90].
    """
    share = at_first(h, "batchnorm", "reach")
    if share is None:
        return None
    powers = math.log10(share or 1e-99)
    why = f"with BatchNorm layer 1 has {share:.3g} times the gradient of layer 20"
    return at_least(powers, 1.0, f"{why}: {powers:.2g} powers of ten above 1")


def shortcut_arrives(h: History) -> Verdict | None:
    """The share at layer 1 with shortcuts, before training.

    Measured: 0.68 [0.46, 0.81].
    """
    share = at_first(h, "shortcut", "reach")
    if share is None:
        return None
    why = f"with shortcuts layer 1 has {share:.2g} times the gradient of layer 20"
    return at_least(share, 0.02, why)


def as_computed(h: History) -> Verdict | None:
    """How far the factor of one layer is from the formula, the worst of three.

    Measured: at most 0.13.
    """
    found = firsts(h, ("plain", "he", "batchnorm"), "off")
    if found is None:
        return None
    off = {name: abs(ratio - 1) for name, ratio in found.items()}
    worst = max(off, key=off.__getitem__)
    why = f"{worst} is farthest from its formula: by {off[worst]:.0%} in each layer"
    return at_most(off[worst], 0.25, why)


def cures_learn(h: History) -> Verdict | None:
    """What He's start and BatchNorm gain over the plain network, the lesser.

    Measured: he 0.85 [0.72, 0.93], batchnorm 0.74 [0.68, 0.82].
    """
    found = ends(h, ("plain", "he", "batchnorm"), "accuracy", ENOUGH)
    if found is None:
        return None
    plain = found.pop("plain")
    worse = min(found, key=found.__getitem__)
    gain = found[worse] - plain
    return at_least(gain, 0.25, f"{worse}, the worse of the two, gains {gain:.2f} of accuracy")


def shortcut_learns(h: History) -> Verdict | None:
    """Accuracy of the network with shortcuts at the end.

    Measured: 0.94 [0.93, 0.97].
    """
    right = at_the_end(h, "shortcut", "accuracy", ENOUGH)
    if right is None:
        return None
    return at_least(right, 0.85, f"with shortcuts it is right for {right:.0%} of the test")


def by_hand(h: History) -> Verdict | None:
    """The largest difference between the formulas and torch, in float64.

    Measured: below 1e-14.
    """
    found = firsts(h, h.variants, "by_hand")
    if not found:
        return None
    apart = max(found.values())
    return at_most(apart, 1e-10, f"the formulas and torch are {apart:.1e} apart at most")


CLAIMS = [
    Claim(
        "relu-fades",
        "ReLU from torch's own start: next to no gradient reaches layer 1 of 20",
        relu_fades,
        needs=("plain",),
        when=DEEP,
        unit="of the gradient",
    ),
    Claim(
        "same-of-each-image",
        "The last layer of the plain network says the same of every image",
        same_of_each,
        needs=("plain",),
        when=DEEP,
        unit="1",
    ),
    Claim(
        "plain-guesses",
        "And five rounds through the digits with Adam do not help it",
        plain_guesses,
        needs=("plain",),
        when=DEEP,
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "he-keeps",
        "He's start brings layer 1 about as much gradient as layer 20",
        he_keeps,
        needs=("he",),
        when=DEEP,
        unit="powers of ten",
    ),
    Claim(
        "batchnorm-overshoots",
        "BatchNorm brings layer 1 many times more than layer 20",
        batchnorm_overshoots,
        needs=("batchnorm",),
        when=DEEP,
        unit="powers of ten",
    ),
    Claim(
        "shortcut-arrives",
        "Shortcuts let the gradient through",
        shortcut_arrives,
        needs=("shortcut",),
        when=DEEP,
        unit="of the gradient",
    ),
    Claim(
        "as-computed",
        "What a layer hands back is known before training: n Var(W) E φ'²",
        as_computed,
        needs=("plain", "he", "batchnorm"),
        when=DEEP,
        unit="of the factor",
    ),
    Claim(
        "cures-learn",
        "With He's start, and with BatchNorm, the same network learns",
        cures_learn,
        needs=("plain", "he", "batchnorm"),
        when=DEEP,
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "shortcut-learns",
        "With shortcuts it learns well",
        shortcut_learns,
        needs=("shortcut",),
        when=DEEP,
        own_data=True,
        unit="of the test",
    ),
    Claim("by-hand", "The formulas written out and torch agree", by_hand, unit="1"),
    *COMPARISONS,
]
