"""What this lesson claims of a run, judged from what was recorded.

Beside each bar stands what was measured before it was set. On the network: median [least, most]
over seeds 0 to 11. What is claimed of the other landscapes is judged in formulas.py.
"""

from statistics import median

from lessons.kit import Claim, History, Verdict
from lessons.kit.claims.helpers import at_least, at_most, ended, over_seeds, tail_means
from lessons.lesson07_optimizers.formulas import (
    ENOUGH,
    KNOWN,
    adam_knows_axes,
    amsgrad_finds,
    by_hand,
    coefficient_cancels,
    decays_exactly,
    defaults_find,
    goes_astray,
    momentum_carries,
    momentum_is_worth,
    only_one_recovers,
    rate_is_known,
    sgd_knows_no_axes,
    shrinks_alike,
    slopes_exact,
    squared_is_deaf,
)

RACE = ("sgd", "momentum", "nesterov", "rmsprop", "adam")
NETWORK = {"landscape": "network"}
VALLEYS = {"landscape": ("rosenbrock", "quadratic")}
QUADRATIC = {"landscape": "quadratic"}


def adam_ahead(h: History) -> Verdict | None:
    """How far Nesterov is behind Adam at 0.001.

    Measured: 0.97 [0.93, 1.06].
    """
    if not ended(h, "nesterov", "adam", steps=ENOUGH):
        return None
    gap = median(tail_means(h, "nesterov")) - median(tail_means(h, "adam"))
    return at_least(gap, 0.5, f"at 0.001 Adam's loss is {gap:.2f} below Nesterov's")


def rmsprop_first(h: History) -> Verdict | None:
    """How far the next best is behind RMSprop at 0.001.

    Measured: 0.65 [0.61, 0.71].
    """
    if not ended(h, *RACE, steps=ENOUGH):
        return None
    losses = {name: over_seeds(h, name, "usual_loss") for name in RACE}
    mine = losses.pop("rmsprop")
    second = min(losses, key=losses.__getitem__)
    gap = losses[second] - mine
    why = f"at 0.001 RMSprop is at {mine:.2f}, and {second}, the best other, {gap:.2f} above"
    return at_least(gap, 0.2, why)


def order_turns(h: History) -> Verdict | None:
    """How far RMSprop is behind Nesterov when each has its own best rate.

    Measured: 0.082 [0.053, 0.099].
    """
    if not ended(h, "nesterov", "rmsprop", steps=ENOUGH):
        return None
    nesterov, rmsprop = (over_seeds(h, name, "best_loss") for name in ("nesterov", "rmsprop"))
    why = f"each at its best rate, RMSprop is at {rmsprop:.3f} and Nesterov at {nesterov:.3f}"
    return at_least(rmsprop - nesterov, 0.0, why)


def level_at_best(h: History) -> Verdict | None:
    """How far apart Nesterov and Adam are when each has its own best rate.

    Measured: 0.017 [0.002, 0.041].
    """
    if not ended(h, "nesterov", "adam", steps=ENOUGH):
        return None
    nesterov, adam = (over_seeds(h, name, "best_loss") for name in ("nesterov", "adam"))
    why = f"each at its best rate, Nesterov is at {nesterov:.3f} and Adam at {adam:.3f}"
    return at_most(abs(nesterov - adam), 0.1, why)


def adam_forgives(h: History) -> Verdict | None:
    """At how many of the nine rates Adam has nine in ten of the test right.

    Measured: 4 [4, 4]; SGD 2 [1, 3], which is too near for a claim about each single seed.
    """
    if not ended(h, "adam", steps=ENOUGH):
        return None
    rates = over_seeds(h, "adam", "good_rates")
    return at_least(rates, 3, f"Adam has 90 % of the test right at {rates:.0f} of nine rates")


CLAIMS = [
    Claim(
        "adam-ahead-at-0.001",
        "All at 0.001: Adam is far ahead of Nesterov",
        adam_ahead,
        needs=("nesterov", "adam"),
        when=NETWORK | {"lr": 0.001},
        own_data=True,
        unit="nats",
    ),
    Claim(
        "rmsprop-first-at-0.001",
        "All at 0.001: RMSprop is ahead of every other",
        rmsprop_first,
        needs=RACE,
        when=NETWORK,
        own_data=True,
        unit="nats",
    ),
    Claim(
        "the-order-turns",
        "Each at its own best rate: RMSprop is behind Nesterov",
        order_turns,
        needs=("nesterov", "rmsprop"),
        when=NETWORK,
        own_data=True,
        unit="nats",
    ),
    Claim(
        "level-at-the-best",
        "Each at its own best rate: Nesterov and Adam are level",
        level_at_best,
        needs=("nesterov", "adam"),
        when=NETWORK,
        own_data=True,
        unit="nats",
    ),
    Claim(
        "adam-forgives",
        "Adam learns at three or more of the nine rates, which is a decade",
        adam_forgives,
        needs=("adam",),
        when=NETWORK,
        own_data=True,
        unit="rates",
    ),
    Claim(
        "by-hand-is-torch",
        "The hand-written rules take torch's steps",
        by_hand,
        when=VALLEYS,
        unit="1",
    ),
    Claim(
        "momentum-carries",
        "Along Rosenbrock's valley momentum comes much farther than SGD",
        momentum_carries,
        needs=("sgd", "momentum"),
        when={"landscape": "rosenbrock"},
        unit="times",
    ),
    Claim(
        "sgd-knows-no-axes",
        "Turn the valley, and SGD and momentum take the same walk, turned",
        sgd_knows_no_axes,
        needs=("sgd", "momentum"),
        when=QUADRATIC,
        unit="1",
    ),
    Claim(
        "adam-knows-the-axes",
        "Turn the valley, and Adam and RMSprop lose nearly all that they had gained",
        adam_knows_axes,
        needs=("rmsprop", "adam"),
        when=QUADRATIC,
        unit="times",
    ),
    Claim(
        "the-factor-is-known",
        "At its best rate SGD shortens the distance by (κ - 1) / (κ + 1) a step",
        rate_is_known,
        needs=tuple(f"sgd-{k}" for k in KNOWN),
        when=QUADRATIC,
        unit="1",
    ),
    Claim(
        "momentum-is-worth-more",
        "At condition 100 a step of momentum is worth at least five of SGD",
        momentum_is_worth,
        needs=("sgd-100", "momentum-100"),
        when=QUADRATIC,
        unit="steps",
    ),
    Claim(
        "adam-goes-astray",
        "With a memory too short Adam ends at the wrong end",
        goes_astray,
        needs=("adam-short",),
        when={"landscape": "counterexample"},
        unit="1",
    ),
    Claim(
        "amsgrad-finds-it",
        "AMSGrad with the same memory ends at the right one",
        amsgrad_finds,
        needs=("amsgrad-short",),
        when={"landscape": "counterexample"},
        unit="1",
    ),
    Claim(
        "torch-defaults-find-it",
        "With torch's defaults Adam ends at the right end too",
        defaults_find,
        needs=("adam",),
        when={"landscape": "counterexample"},
        unit="1",
    ),
    Claim(
        "adamw-decays-exactly",
        "AdamW leaves (1 - lr λ)^t of every weight",
        decays_exactly,
        needs=("adamw-0.1",),
        when={"landscape": "decay"},
        unit="1",
    ),
    Claim(
        "l2-coefficient-cancels",
        "With Adam's L2 alone a coefficient a thousand times smaller does the same",
        coefficient_cancels,
        needs=("adam-0.1", "adam-0.0001"),
        when={"landscape": "decay"},
        unit="of the weight",
    ),
    Claim(
        "l2-spares-large-weights",
        "Adam's L2 takes a smaller share of a larger weight",
        shrinks_alike,
        needs=("adam-0.1",),
        when={"landscape": "decay"},
        unit="of the weight",
    ),
    Claim(
        "slopes-are-the-formulas",
        "Autograd finds p - y and 2 (p - y) p (1 - p)",
        slopes_exact,
        needs=("cross-entropy", "squared"),
        when={"landscape": "saturated"},
        unit="1",
    ),
    Claim(
        "squared-error-is-deaf",
        "Where the neuron is sure and wrong, the squared error has almost no slope",
        squared_is_deaf,
        needs=("cross-entropy", "squared"),
        when={"landscape": "saturated"},
        unit="of the slope",
    ),
    Claim(
        "cross-entropy-recovers",
        "Cross-entropy pulls the neuron out, and the squared error does not",
        only_one_recovers,
        needs=("cross-entropy", "squared"),
        when={"landscape": "saturated"},
        unit="probability",
    ),
]
