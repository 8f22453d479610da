"""How the claims are judged, from what was recorded.

Beside each bar stands what was measured before it was set, as median [least, most] over seeds
0 to 11, each seed on its own; behind | over seeds 20 to 27, by which no bar was set.
"""

from statistics import median

from lessons.kit import History, Verdict
from lessons.kit.claims.helpers import at_least, at_most, ended, tail_means
from lessons.shared.recorded import at_the_end, firsts

ENOUGH = 300
"""Steps before the lesson says what a network has learned."""


def senses_told(h: History) -> Verdict | None:
    """Accuracy on the honest split at the end.

    Measured: 1.000 for every seed.
    """
    share = at_the_end(h, "hidden", "accuracy", ENOUGH)
    if share is None:
        return None
    return at_least(share, 0.95, f"the nearest centroid is right for {share:.1%} of the uses")


def uses_part(h: History) -> Verdict | None:
    """The gap between cosines at the end.

    Measured: 0.547 [0.443, 0.655] | 0.523 [0.458, 0.663]; same sense 0.94 [0.92, 0.96],
    other sense 0.40 [0.30, 0.49].
    """
    gap = at_the_end(h, "hidden", "gap", ENOUGH)
    if gap is None:
        return None
    return at_least(gap, 0.15, f"cosine of uses of one sense, less that of two senses: {gap:.2f}")


def one_vector(h: History) -> Verdict | None:
    """How far the static vector is from a coin: 0, whatever the data."""
    share = at_the_end(h, "hidden", "static_accuracy", 1)
    if share is None:
        return None
    return at_most(abs(share - 0.5), 0.0, f"one vector a word is right for {share:.3f}")


def training_did_it(h: History) -> Verdict | None:
    """What training adds to the accuracy of the encoder as it was drawn.

    Measured: 0.513 [0.417, 0.609] | 0.544 [0.458, 0.594]; untrained 0.487 [0.391, 0.583].
    """
    before = at_the_end(h, "hidden", "untrained_accuracy", ENOUGH)
    after = at_the_end(h, "hidden", "accuracy", ENOUGH)
    if before is None or after is None:
        return None
    why = f"untrained, the encoder is right for {before:.1%}, and trained for {after:.1%}"
    return at_least(after - before, 0.1, why)


def neighbours_suffice(h: History) -> Verdict | None:
    """Accuracy of the mean of the neighbours' static vectors.

    Measured: 1.000, and a gap of 0.745. They are counted, so they are the same for every seed.
    """
    share = at_the_end(h, "hidden", "neighbours_accuracy", 1)
    if share is None:
        return None
    return at_least(share, 0.95, f"the mean of the neighbours is right for {share:.1%}")


def copying_parts_nothing(h: History) -> Verdict | None:
    """The gap of the network whose words are not hidden.

    Measured: 0.007 [0.001, 0.018] | 0.005 [0.001, 0.018].
    """
    gap = at_the_end(h, "copied", "gap", ENOUGH)
    if gap is None:
        return None
    return at_most(gap, 0.1, f"not hidden, the gap between same and other sense is {gap:.3f}")


def lower_loss(h: History) -> Verdict | None:
    """The loss of copying as a share of that of guessing.

    Measured: 0.0034 [0.0029, 0.0046] | 0.0033 [0.0030, 0.0038]; the losses 0.005 [0.004, 0.006]
    and 1.3 [1.2, 1.8].
    """
    losses = []
    for name in ("copied", "hidden"):
        if name not in h.variants or not ended(h, name, steps=ENOUGH):
            return None
        losses.append(median(tail_means(h, name, "loss", 30)))
    copied, hidden = losses
    why = f"the loss is {copied:.3f} where words are not hidden, and {hidden:.2f} where they are"
    return at_most(copied / hidden, 0.2, why)


def one_way(h: History) -> Verdict | None:
    """How far the one-way encoder is behind.

    Measured: 0.24 [0.17, 0.48]; left alone 0.76 [0.52, 0.83].
    """
    both, left = (at_the_end(h, name, "accuracy", ENOUGH) for name in ("both", "left"))
    if both is None or left is None:
        return None
    why = f"both ways {both:.1%} are right, and {left:.1%} from the left alone"
    return at_least(both - left, 0.05, why)


def no_layers(h: History) -> Verdict | None:
    """Accuracy of the encoder without layers."""
    share = at_the_end(h, "none", "accuracy", ENOUGH)
    if share is None:
        return None
    return at_most(share, 0.65, f"without a layer {share:.1%} are right")


def by_hand(h: History) -> Verdict | None:
    """The largest difference between the formulas and torch, in float64."""
    found = firsts(h, h.variants, "by_hand")
    if not found:
        return None
    apart = max(found.values())
    return at_most(apart, 1e-10, f"the formulas and torch are {apart:.1e} apart at most")
