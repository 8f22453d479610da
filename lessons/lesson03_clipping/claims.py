"""What this lesson claims of a run, judged from what was recorded.

Beside each bar stands what was measured before it was set, as median [least, most] over seeds
0 to 11, each seed on its own: first on the lesson's story, then on a novel of 179 k characters.
"""

import math
from statistics import fmean, median
from typing import Any

from lessons.kit import Claim, History, Verdict
from lessons.kit.claims.helpers import at_least, at_most, ended, tail_mean, tail_means

ENOUGH = 100
"""Steps before the lesson says how networks compare."""
LONG = 200
"""Steps before it says how far one has come: at 100 the slowest is at 0.1 of its 0.6 nats."""
THRESHOLDS = (0.1, 0.5, 2.0, 10.0, 100.0, 10_000.0)
SWEEP: dict[str, dict[str, Any]] = {
    f"max-{t:g}": {"clipping": "norm", "max_norm": t} for t in THRESHOLDS
}
SLOWER: dict[str, dict[str, Any]] = {
    "norm": {"clipping": "norm"},
    "lr-0.1": {"clipping": "none", "lr": 0.1},
    "lr-0.03": {"clipping": "none", "lr": 0.03},
    "lr-0.003": {"clipping": "none", "lr": 0.003},
}
CLIFFS = {"cell": "identity", "optimizer": "sgd"}
MANY = 10.0
"""A loss this many times its start is as good as infinite."""


def exploded(h: History, variant: str) -> list[bool]:
    """For each seed, whether its loss stopped being a number, or ended far above its start."""
    lasts = zip(h.broke(variant), tail_means(h, variant), h.first(variant, "loss"), strict=True)
    return [broke is not None or last > MANY * first for broke, last, first in lasts]


def diverges(h: History) -> Verdict | None:
    """Decided as soon as every seed has broken; otherwise at the end.

    Measured: 12 of 12, all at step 3; 12 of 12, at steps 3 to 4.
    """
    if None in h.broke("unclipped") and not ended(h, "unclipped", steps=ENOUGH):
        return None
    share = fmean(exploded(h, "unclipped"))
    steps = [step for step in h.broke("unclipped") if step]
    when = f", the last at step {max(steps)}" if steps else ""
    why = f"{share:.0%} of the unclipped networks exploded{when}"
    return at_least(share, 0.75, why)


def gain(h: History, variant: str) -> float:
    """Nats a character ahead of guessing by letter counts, at the end; median over seeds."""
    ahead = [-tail_mean([-x for x in values]) for values in h.all(variant, "gain")]
    return median(ahead)


def learns(h: History) -> Verdict | None:
    """How far the network clipped by norm came.

    Measured: 1.04 [0.97, 1.10]; 0.67 [0.61, 0.69].
    """
    if not ended(h, "norm", steps=LONG):
        return None
    ahead = gain(h, "norm")
    why = f"clipped by norm, it ends {ahead:.2f} nats a character ahead of letter counts"
    return at_least(ahead, 0.4, why)


def any_method(h: History) -> Verdict | None:
    """How far the other two methods came: the worse of them.

    Measured: value 1.10 [1.04, 1.18], adaptive 0.97 [0.87, 1.01]; value 0.72 [0.65, 0.75],
    adaptive 0.60 [0.56, 0.64].
    """
    if not ended(h, "value", "adaptive", steps=LONG):
        return None
    ahead = {how: gain(h, how) for how in ("value", "adaptive")}
    worst = min(ahead, key=ahead.__getitem__)
    why = f"{worst}, the worse of the two, ends {ahead[worst]:.2f} nats ahead of letter counts"
    return at_least(ahead[worst], 0.3, why)


def keeps_direction(h: History) -> Verdict | None:
    """The worst cosine of all steps, between the gradient found and the one applied.

    Measured: no further than 1e-14 from 1, on both texts and under every preset.
    """
    if not h.done("norm"):
        return None
    worst = min(h.lowest("norm", "cosine"))
    if math.isnan(worst):
        return Verdict(None, None, 1 - 1e-5, "every gradient was zero, and zero has no direction")
    why = f"the smallest cosine before and after clipping by norm is {worst:.7f}"
    return at_least(worst, 1 - 1e-5, why)


def stays_short(h: History) -> Verdict | None:
    """The longest applied gradient, in thresholds.

    Measured: at most 1.0000015 (32-bit rounding), on both texts and under every preset.
    """
    if not h.done("norm"):
        return None
    longest = max(h.highest("norm", "stretch"))
    why = f"the longest gradient applied was {longest:.7f} of the threshold"
    return at_most(longest, 1 + 1e-5, why)


def turns(h: History) -> Verdict | None:
    """How far value clipping turned the gradient at its worst step; the seed it turned least.

    Measured: 0.19 [0.17, 0.25]; 0.19 [0.16, 0.22].
    """
    if h.done("value") < min(10, h.planned):
        return None
    least = max(h.lowest("value", "cosine"))
    why = f"clipping by value turned the gradient as far as a cosine of {least:.2f}"
    return at_most(least, 0.7, why)


def no_effect(h: History) -> Verdict | None:
    """The tutorial's two curves, provided that the limit was met at half of the steps.

    Measured: 0.014 [0.0003, 0.034]; 0.007 [0.002, 0.016], with 99 to 100 % of the steps clipped.
    """
    if not ended(h, "unclipped", "norm", steps=ENOUGH):
        return None
    without, with_ = (median(tail_means(h, v, steps=100)) for v in ("unclipped", "norm"))
    share = fmean(fmean(values) for values in h.all("norm", "clipped"))
    apart = abs(without - with_)
    why = f"clipped at {share:.0%} of steps: {with_:.2f} against {without:.2f} without"
    if share < 0.5:
        return Verdict(None, apart, 0.1, f"{why}, which says nothing while the limit is hardly met")
    return at_most(apart, 0.1, why)


def best_inside(h: History) -> Verdict | None:
    """How much worse both ends of the sweep are than its best.

    Measured: 1.01 [0.94, 1.08]; 0.77 [0.70, 0.83].
    """
    if not ended(h, *SWEEP, steps=ENOUGH):
        return None
    losses = {name: median(tail_means(h, name)) for name in SWEEP}
    best = min(losses, key=losses.__getitem__)
    first, *_, last = losses.values()
    margin = min(first, last) - losses[best]
    why = f"the best is {best}, {margin:.2f} nats better than the better end of the sweep"
    return at_least(margin, 0.3, why)


def slower_costs(h: History) -> Verdict | None:
    """How far the learning rate that is safe without clipping stays behind.

    Measured: 1.12 [1.06, 1.20]; 0.84 [0.77, 0.88].
    """
    if not ended(h, "norm", "lr-0.003", steps=ENOUGH):
        return None
    behind = gain(h, "norm") - gain(h, "lr-0.003")
    why = f"at lr 0.003 nothing explodes, and it ends {behind:.2f} nats behind"
    return at_least(behind, 0.4, why)


def above(h: History) -> float:
    """Nats by which the unclipped network ends higher than the clipped one; median over seeds."""
    return median(tail_means(h, "unclipped")) - median(tail_means(h, "norm"))


def adam_too(h: History) -> Verdict | None:
    """Adam divides by past gradients; on a cliff the next one is nothing like them.

    Measured: 0.92 [0.52, 1.18]; 0.44 [0.28, 0.78].
    """
    if not ended(h, "unclipped", "norm", steps=ENOUGH):
        return None
    higher = above(h)
    why = f"with Adam too, without clipping the loss ends {higher:.2f} nats higher"
    return at_least(higher, 0.1, why)


def shakes(h: History) -> Verdict | None:
    """How far above the clipped network an unclipped tanh network ends.

    Measured: 3.48 [1.39, 47.7]; 5.30 [2.72, 16.0].
    """
    if not ended(h, "unclipped", "norm", steps=ENOUGH):
        return None
    higher = above(h)
    why = f"no state can overflow, yet without clipping the loss ends {higher:.2f} nats higher"
    return at_least(higher, 0.5, why)


CLAIMS = [
    Claim(
        "unclipped-diverges",
        "Without clipping the loss stops being a number",
        diverges,
        needs=("unclipped",),
        when=CLIFFS,
        unit="of the networks",
    ),
    Claim(
        "norm-learns",
        "With its gradient held to max_norm the same network learns",
        learns,
        needs=("norm",),
        when=CLIFFS,
        unit="nats a character",
    ),
    Claim(
        "any-clipping-saves-it",
        "Clipping by value, and adaptively, saves it too",
        any_method,
        formerly=("any-brake-saves-it",),
        needs=("value", "adaptive"),
        when=CLIFFS,
        unit="nats a character",
    ),
    Claim(
        "norm-keeps-direction",
        "Clipping by norm never turns the gradient",
        keeps_direction,
        needs=("norm",),
        unit="cosine",
    ),
    Claim(
        "norm-stays-short",
        "No applied gradient is longer than the threshold",
        stays_short,
        needs=("norm",),
        unit="of the threshold",
    ),
    Claim(
        "value-turns",
        "Clipping by value turns the gradient",
        turns,
        needs=("value",),
        when=CLIFFS,
        unit="cosine",
    ),
    Claim(
        "no-effect-in-the-usual-tutorial",
        "tanh and Adam: clipping changes nothing to speak of",
        no_effect,
        needs=("unclipped", "norm"),
        when={"cell": "tanh", "optimizer": "adam"},
        unit="nats a character",
    ),
    Claim(
        "adam-needs-it-on-a-cliff",
        "Adam rescales, but from the past: where W_hh starts as I, it needs clipping too",
        adam_too,
        needs=("unclipped", "norm"),
        when={"cell": "identity", "optimizer": "adam"},
        unit="nats a character",
    ),
    Claim(
        "best-inside-the-sweep",
        "Too tight and too loose both lose: the best is in between",
        best_inside,
        needs=tuple(SWEEP),
        when=CLIFFS,
        unit="nats a character",
    ),
    Claim(
        "slower-is-no-substitute",
        "A learning rate that is safe without clipping learns less",
        slower_costs,
        needs=tuple(SLOWER),
        when=CLIFFS,
        unit="nats a character",
    ),
    Claim(
        "tanh-shakes",
        "tanh bounds the state, not the loss: SGD without clipping still loses",
        shakes,
        needs=("unclipped", "norm"),
        when={"cell": "tanh", "optimizer": "sgd"},
        unit="nats a character",
    ),
]
