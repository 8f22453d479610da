"""What is claimed of the landscapes that are formulas: every seed gives the same there.

Beside each bar stands what was measured before it was set.
"""

from math import log
from statistics import median

from lessons.kit import History, Verdict
from lessons.kit.claims.helpers import at_least, at_most, ended, over_seeds

ENOUGH = 100
"""Steps before the lesson compares optimizers: the bars were measured at so many."""
KNOWN = (10, 100, 1000)
"""Condition numbers for which SGD gets its best rate, 2 / (1 + κ)."""


def by_hand(h: History) -> Verdict | None:
    """The largest difference of any coordinate over the first 100 steps, of all that race.

    Measured: 3.7e-14 on Rosenbrock, by RMSprop; 5.6e-16 on the quadratic.
    """
    if any(h.done(name) < min(ENOUGH, h.planned) for name in h.variants) or not h.variants:
        return None
    walks = [walk[:ENOUGH] for name in h.variants for walk in h.all(name, "apart")]
    worst = max(max(walk) for walk in walks)
    why = f"over 100 steps the hand-written rules and torch are at most {worst:.1e} apart"
    return at_most(worst, 1e-12, why)


def momentum_carries(h: History) -> Verdict | None:
    """How many times lower momentum ends in Rosenbrock's valley.

    Measured: 9.2e6.
    """
    if not ended(h, "sgd", "momentum", steps=600):
        return None
    sgd, momentum = (over_seeds(h, name, "loss") for name in ("sgd", "momentum"))
    why = f"SGD ends at {sgd:.2g}, and momentum at {momentum:.2g}"
    return at_least(sgd / max(momentum, 1e-300), 1e3, why)


def sgd_knows_no_axes(h: History) -> Verdict | None:
    """How far SGD's and momentum's two walks are apart, turned back: the worst step.

    Measured: 9.4e-16.
    """
    if not ended(h, "sgd", "momentum", steps=ENOUGH):
        return None
    worst = max(max(h.highest(name, "turned")) for name in ("sgd", "momentum"))
    why = f"turned back, the two walks are at most {worst:.1e} apart"
    return at_most(worst, 1e-12, why)


def adam_knows_axes(h: History) -> Verdict | None:
    """How many times worse Adam and RMSprop end in the turned valley: the better of the two.

    Measured: 8.8e6 for Adam; 5.2e7 for RMSprop.
    """
    if not ended(h, "rmsprop", "adam", steps=200):
        return None
    ends = {
        name: (over_seeds(h, name, "turned_loss"), max(over_seeds(h, name, "loss"), 1e-300))
        for name in ("rmsprop", "adam")
    }
    worse = {name: turned / straight for name, (turned, straight) in ends.items()}
    least = min(worse, key=worse.__getitem__)
    turned, straight = ends[least]
    why = f"{least} ends at {straight:.1e} along the axes, and at {turned:.1e} in the turned valley"
    return at_least(worse[least], 1e4, why)


def factor(h: History, name: str) -> float:
    """What one step multiplies the distance by: over the second half of the run."""
    walk = h.all(name, "distance")[0]
    steps = len(walk) // 2
    return float((walk[-1] / walk[-1 - steps]) ** (1 / steps)) if walk[-1 - steps] else 0.0


def rate_is_known(h: History) -> Verdict | None:
    """How far each factor of SGD is from (κ − 1) / (κ + 1): the worst of the three.

    Measured: at most 1e-16.
    """
    names = {f"sgd-{k}": (k - 1) / (k + 1) for k in KNOWN}
    if not ended(h, *names, steps=ENOUGH):
        return None
    off = {name: abs(factor(h, name) - known) for name, known in names.items()}
    worst = max(off.values())
    found = ", ".join(f"{factor(h, name):.4f}" for name in names)
    return at_most(worst, 1e-9, f"a step multiplies the distance by {found}, {worst:.0e} off")


def momentum_is_worth(h: History) -> Verdict | None:
    """How many steps of SGD one of momentum is worth at condition number 100.

    Measured: 9.7.
    """
    if not ended(h, "sgd-100", "momentum-100", steps=ENOUGH):
        return None
    slow, quick = factor(h, "sgd-100"), factor(h, "momentum-100")
    worth = log(quick) / log(slow) if 0 < quick < 1 and 0 < slow < 1 else 0.0
    why = f"a step multiplies the distance by {quick:.3f} with momentum, and by {slow:.3f} without"
    return at_least(worth, 5, why)


def goes_astray(h: History) -> Verdict | None:
    """Where Adam with β₁ = 0 and β₂ = 0.1 stands.

    Measured: 0.983.
    """
    if not ended(h, "adam-short", steps=1000):
        return None
    x = over_seeds(h, "adam-short", "x")
    return at_least(x, 0.9, f"Adam with a short memory ends at {x:.3f}; the best is -1")


def amsgrad_finds(h: History) -> Verdict | None:
    """Where AMSGrad with the same memory stands.

    Measured: -1.000.
    """
    if not ended(h, "amsgrad-short", steps=1000):
        return None
    x = over_seeds(h, "amsgrad-short", "x")
    return at_most(x, -0.9, f"AMSGrad with the same memory ends at {x:.3f}")


def defaults_find(h: History) -> Verdict | None:
    """Where Adam stands with torch's own β₁ = 0.9 and β₂ = 0.999.

    Measured: -1.000.
    """
    if not ended(h, "adam", steps=1000):
        return None
    x = over_seeds(h, "adam", "x")
    return at_most(x, -0.9, f"with torch's defaults Adam ends at {x:.3f}")


def decays_exactly(h: History) -> Verdict | None:
    """How far what is left is from (1 − η λ)ᵗ, of AdamW: the worst step.

    Measured: 6.7e-16.
    """
    if not ended(h, "adamw-0.1", steps=10):
        return None
    worst = max(h.highest("adamw-0.1", "beside"))
    why = f"what AdamW leaves is at most {worst:.1e} from (1 - lr λ)^t"
    return at_most(worst, 1e-12, why)


def coefficient_cancels(h: History) -> Verdict | None:
    """How far apart two coefficients end, one a thousand times the other.

    Measured: 6.5e-5.
    """
    if not ended(h, "adam-0.1", "adam-0.0001", steps=10):
        return None
    strong, weak = (over_seeds(h, name, "small") for name in ("adam-0.1", "adam-0.0001"))
    why = f"Adam's L2 leaves {strong:.4f} of the weight at λ = 0.1, and {weak:.4f} at 0.0001"
    return at_most(abs(strong - weak), 1e-3, why)


def shrinks_alike(h: History) -> Verdict | None:
    """How much more of a weight of 10 is left than of a weight of 1, with Adam's L2.

    Measured: 0.68.
    """
    if not ended(h, "adam-0.1", steps=ENOUGH):
        return None
    small, large = (over_seeds(h, "adam-0.1", name) for name in ("small", "large"))
    why = f"Adam's L2 leaves {small:.2f} of a weight of 1, and {large:.2f} of a weight of 10"
    return at_least(large - small, 0.3, why)


def slopes_exact(h: History) -> Verdict | None:
    """The largest relative error of autograd against the two formulas.

    Measured: 8.0e-15.
    """
    both = ("cross-entropy", "squared")
    if not ended(h, *both, steps=10):
        return None
    worst = max(max(h.highest(name, "off")) for name in both)
    why = f"the slopes by autograd and by formula differ by at most {worst:.1e}"
    return at_most(worst, 1e-10, why)


def squared_is_deaf(h: History) -> Verdict | None:
    """The first slope of the squared error as a share of cross-entropy's: 2 p (1 − p).

    Measured: 9.08e-5.
    """
    both = ("cross-entropy", "squared")
    if not ended(h, *both):
        return None
    entropy, squared = (median(h.first(name, "slope")) for name in both)
    share = squared / entropy
    return at_most(share, 1e-3, f"at z = -10 the squared error's slope is {share:.2e} of the other")


def only_one_recovers(h: History) -> Verdict | None:
    """How far apart the two neurons end.

    Measured: 0.989.
    """
    if not ended(h, "cross-entropy", "squared", steps=ENOUGH):
        return None
    entropy, squared = (over_seeds(h, name, "p") for name in ("cross-entropy", "squared"))
    why = f"after 100 steps p is {entropy:.3f} with cross-entropy, and {squared:.1e} with the other"
    return at_least(entropy - squared, 0.9, why)
