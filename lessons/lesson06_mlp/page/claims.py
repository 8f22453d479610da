"""What this lesson claims of a run, judged from what was recorded.

Beside each bar stands what was measured before it was set, as median [least, most] over seeds
0 to 11, each seed on its own; seeds 20 to 27 held the bars too.
"""

from __future__ import annotations

import math
from statistics import median

from lessons.kit import Claim, History, Verdict
from lessons.kit.claims.helpers import at_least, at_most, ended, over_seeds

ENOUGH = 400
"""Steps before the spirals are judged."""
SOME = 200
"""Steps before the tables and XOR are."""
SPIRALS = {"task": "spirals"}
XOR = {"task": "xor"}


def right(h: History, variant: str, metric: str = "accuracy") -> float:
    """The share of the test that is right at the end, the median over the seeds."""
    return over_seeds(h, variant, metric)


def apart(h: History, a: tuple[str, str], b: tuple[str, str]) -> float:
    """By how much one scalar of a variant ends above another, seed by seed; their median."""
    pairs = zip(h.last(*a), h.last(*b), strict=True)
    return median(mine - other for mine, other in pairs)


def hand(h: History) -> Verdict | None:
    """The largest difference of the two gradients at the first step, as a share of its length.

    Measured: 4e-15 at most, in 64 bits, on every task.
    """
    found = [value for v in h.variants for value in h.first(v, "by_hand")]
    if not found or any(map(math.isnan, found)):
        return None
    worst = max(found)
    return at_most(worst, 1e-12, f"by hand and by autograd differ by {worst:.1e} of the gradient")


def line_fails(h: History) -> Verdict | None:
    """Measured: 0.662 [0.641, 0.677]."""
    if not ended(h, "linear", steps=ENOUGH):
        return None
    share = right(h, "linear")
    return at_most(share, 0.72, f"the line has {share:.3f} of the test points right")


def deep_line(h: History) -> Verdict | None:
    """Measured: 0, for every seed: the same test points are right."""
    if not ended(h, "linear", "deep-linear", steps=ENOUGH):
        return None
    gained = apart(h, ("deep-linear", "accuracy"), ("linear", "accuracy"))
    why = f"two hidden layers without an activation change the accuracy by {gained:+.4f}"
    return at_most(abs(gained), 0.005, why)


def bent_parts(h: History) -> Verdict | None:
    """Measured: 0.995 [0.994, 0.999]; with 128 ReLU units and with others see the story."""
    if not ended(h, "tanh-20-20", steps=ENOUGH):
        return None
    share = right(h, "tanh-20-20")
    return at_least(share, 0.97, f"20-20 tanh units have {share:.3f} of the test points right")


def few_units(h: History) -> Verdict | None:
    """How many times the loss of 20-20 tanh units remains with eight ReLU units.

    Measured: 124 times [26, 278].
    """
    if not ended(h, "relu-8", "tanh-20-20", steps=ENOUGH):
        return None
    pairs = zip(h.last("relu-8", "loss"), h.last("tanh-20-20", "loss"), strict=True)
    times = median(few / many for few, many in pairs)
    return at_least(times, 2.0, f"eight ReLU units end with {times:.0f} times the loss")


def nearest_point(h: History) -> Verdict | None:
    """How far the nearest training point is ahead of the network.

    Measured: +0.004 [+0.001, +0.006].
    """
    if not ended(h, "tanh-20-20", steps=ENOUGH):
        return None
    ahead = apart(h, ("tanh-20-20", "nearest"), ("tanh-20-20", "accuracy"))
    why = f"the nearest training point is right {ahead:+.4f} more often than the network"
    return at_least(ahead, -0.005, why)


def axes_are_for_trees(h: History) -> Verdict | None:
    """The network minus boosted trees. Measured: −0.27 [−0.31, −0.22]."""
    if not ended(h, "steps", steps=SOME):
        return None
    ahead = apart(h, ("steps", "accuracy"), ("steps", "trees"))
    return at_most(ahead, -0.13, f"on steps along the axes it is {-ahead:.3f} behind the trees")


def trees_need_axes(h: History) -> Verdict | None:
    """What a rotation takes from the trees. Measured: 0.25 [0.22, 0.28]."""
    if not ended(h, "steps", "rotated", steps=SOME):
        return None
    lost = apart(h, ("steps", "trees"), ("rotated", "trees"))
    return at_least(lost, 0.15, f"the same rows, rotated, cost the trees {lost:.3f}")


def network_needs_none(h: History) -> Verdict | None:
    """What a rotation takes from the network. Measured: −0.006 [−0.033, +0.030]."""
    if not ended(h, "steps", "rotated", steps=SOME):
        return None
    lost = apart(h, ("steps", "accuracy"), ("rotated", "accuracy"))
    return at_most(abs(lost), 0.1, f"the same rotation changes the network by {-lost:+.3f}")


def oblique_is_for_networks(h: History) -> Verdict | None:
    """The network minus boosted trees. Measured: +0.21 [+0.14, +0.26]."""
    if not ended(h, "oblique", steps=SOME):
        return None
    ahead = apart(h, ("oblique", "accuracy"), ("oblique", "trees"))
    return at_least(ahead, 0.02, f"on oblique directions it is {ahead:.3f} ahead of the trees")


def nobody_wins(h: History) -> Verdict | None:
    """The network minus logistic regression, the larger of the two tables.

    Measured: wine 0 [−0.014, +0.014], breast cancer −0.002 [−0.022, +0.004].
    """
    if not ended(h, "wine", "cancer", steps=SOME):
        return None
    found = {v: apart(h, (v, "accuracy"), (v, "logistic")) for v in ("wine", "cancer")}
    worst = max(abs(each) for each in found.values())
    said = ", ".join(f"{name} {each:+.3f}" for name, each in found.items())
    return at_most(worst, 0.05, f"the network minus logistic regression: {said}")


def seldom(h: History) -> Verdict | None:
    """The share of 128 starts of two ReLU units that solve XOR. Measured: 0.34 [0.27, 0.43]."""
    if not ended(h, "relu-2", steps=SOME):
        return None
    share = right(h, "relu-2", "solved")
    why = f"{share:.0%} of the starts of two ReLU units solve XOR, which two units can"
    return Verdict(0.1 <= share <= 0.6, share, 0.6, why)


def wide_solves(h: History) -> Verdict | None:
    """The share of starts of sixteen ReLU units. Measured: 1.00 [1.00, 1.00]."""
    if not ended(h, "relu-16", steps=SOME):
        return None
    share = right(h, "relu-16", "solved")
    return at_least(share, 0.9, f"{share:.0%} of the starts of sixteen ReLU units solve XOR")


def no_line(h: History) -> Verdict | None:
    """The slope that logistic regression ends with, of all starts the largest.

    Measured: 3.7e-7 [3.3e-7, 4.5e-7], with a loss of log 2 to 1e-6.
    """
    if not ended(h, "linear", steps=SOME):
        return None
    slope = max(h.last("linear", "slope"))
    loss = max(abs(each - math.log(2)) for each in h.last("linear", "loss"))
    why = f"the slope ends at {slope:.1e} and the loss {loss:.1e} from log 2"
    return at_most(slope, 1e-4, why)


def about(
    name: str, says: str, judge: object, *needs: str, unit: str, task: dict[str, str] | None = None
) -> Claim:
    """A claim about variants on the lesson's own data."""
    return Claim(name, says, judge, needs=needs, when=task or {}, own_data=True, unit=unit)  # type: ignore[arg-type]


CLAIMS = [
    Claim("hand-is-autograd", "The gradient by hand is autograd's, to 1e-12", hand,
          unit="of the gradient"),
    about("line-fails", "No line has more than 72 % of two spirals right", line_fails,
          "linear", task=SPIRALS, unit="of the test"),
    about("deep-line-is-a-line", "Hidden layers without an activation are one line again",
          deep_line, "linear", "deep-linear", task=SPIRALS, unit="of the test"),
    about("bent-parts-them", "With an activation between them they part the spirals",
          bent_parts, "tanh-20-20", task=SPIRALS, unit="of the test"),
    about("few-units-stay-behind", "Eight ReLU units end with twice the loss or more", few_units,
          "relu-8", "tanh-20-20", task=SPIRALS, unit="times"),
    about("nearest-point-is-as-good", "The nearest training point is as good, without training",
          nearest_point, "tanh-20-20", task=SPIRALS, unit="of the test"),
    about("two-units-seldom-solve-xor", "Two ReLU units can solve XOR, and most starts do not",
          seldom, "relu-2", task=XOR, unit="of the starts"),
    about("wide-solves-xor", "Of sixteen ReLU units nine starts in ten do", wide_solves,
          "relu-16", task=XOR, unit="of the starts"),
    about("no-line-for-xor", "On XOR logistic regression ends with no slope at all", no_line,
          "linear", task=XOR, unit="1"),
    about("axes-are-for-trees", "Where the axes mean something, boosted trees are far ahead",
          axes_are_for_trees, "steps", unit="of the test"),
    about("trees-need-axes", "The same rows, rotated, cost the trees their lead",
          trees_need_axes, "steps", "rotated", unit="of the test"),
    about("network-needs-no-axes", "The network does not notice the rotation",
          network_needs_none, "steps", "rotated", unit="of the test"),
    about("oblique-is-for-networks", "Along oblique directions the network is ahead of the trees",
          oblique_is_for_networks, "oblique", unit="of the test"),
    about("nobody-wins", "On wine and breast cancer the network is level with a line",
          nobody_wins, "wine", "cancer", unit="of the test"),
]  # fmt: skip
