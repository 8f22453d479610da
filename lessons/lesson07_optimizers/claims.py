"""What this lesson claims of a run, judged from what was recorded.

Beside each bar stands what was measured before it was set. On the network: median [least, most]
over seeds 0 to 11. The other landscapes are formulas, and every seed gives the same.
"""

from statistics import median

from lessons.kit import Claim, History, Verdict
from lessons.kit.claims.helpers import at_least, at_most, ended, over_seeds, tail_means

ENOUGH = 100
"""Steps before the lesson compares optimizers: the bars were measured at so many."""
RACE = ("sgd", "momentum", "nesterov", "rmsprop", "adam")
NETWORK = {"landscape": "network"}
VALLEYS = {"landscape": ("rosenbrock", "quadratic")}
QUADRATIC = {"landscape": "quadratic"}


def adam_ahead(h: History) -> Verdict | None:
    """How far Nesterov is behind Adam at 0.001.

    Measured: .
    """
    if not ended(h, "nesterov", "adam", steps=ENOUGH):
        return None
    gap = median(tail_means(h, "nesterov")) - median(tail_means(h, "adam"))
    return at_least(gap, 0.5, f"at 0.001 Adam's loss is {gap:.2f} below Nesterov's")


def rmsprop_first(h: History) -> Verdict | None:
    """How far the next best is behind RMSprop at 0.001.

    Measured: .
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

    Measured: .
    """
    if not ended(h, "nesterov", "rmsprop", steps=ENOUGH):
        return None
    nesterov, rmsprop = (over_seeds(h, name, "best_loss") for name in ("nesterov", "rmsprop"))
    why = f"each at its best rate, RMSprop is at {rmsprop:.3f} and Nesterov at {nesterov:.3f}"
    return at_least(rmsprop - nesterov, 0.01, why)


def level_at_best(h: History) -> Verdict | None:
    """How far apart Nesterov and Adam are when each has its own best rate.

    Measured: .
    """
    if not ended(h, "nesterov", "adam", steps=ENOUGH):
        return None
    nesterov, adam = (over_seeds(h, name, "best_loss") for name in ("nesterov", "adam"))
    why = f"each at its best rate, Nesterov is at {nesterov:.3f} and Adam at {adam:.3f}"
    return at_most(abs(nesterov - adam), 0.1, why)


def adam_forgives(h: History) -> Verdict | None:
    """How many more of the nine rates do for Adam than for SGD.

    Measured: .
    """
    if not ended(h, "sgd", "adam", steps=ENOUGH):
        return None
    sgd, adam = (over_seeds(h, name, "good_rates") for name in ("sgd", "adam"))
    why = f"90 % right is reached at {adam:.0f} of nine rates by Adam, and at {sgd:.0f} by SGD"
    return at_least(adam - sgd, 1, why)


def by_hand(h: History) -> Verdict | None:
    """The largest difference of any coordinate over the first 100 steps, of all that race.

    Measured: .
    """
    if any(h.done(name) < min(ENOUGH, h.planned) for name in h.variants) or not h.variants:
        return None
    walks = [walk[:ENOUGH] for name in h.variants for walk in h.all(name, "apart")]
    worst = max(max(walk) for walk in walks)
    why = f"over 100 steps the hand-written rules and torch are at most {worst:.1e} apart"
    return at_most(worst, 1e-12, why)


def momentum_carries(h: History) -> Verdict | None:
    """How many times lower momentum ends in Rosenbrock's valley.

    Measured: .
    """
    if not ended(h, "sgd", "momentum", steps=600):
        return None
    sgd, momentum = (over_seeds(h, name, "loss") for name in ("sgd", "momentum"))
    why = f"SGD ends at {sgd:.2g}, and momentum at {momentum:.2g}"
    return at_least(sgd / max(momentum, 1e-300), 1e3, why)


def sgd_knows_no_axes(h: History) -> Verdict | None:
    """How far SGD's and momentum's two walks are apart, turned back: the worst step.

    Measured: .
    """
    if not ended(h, "sgd", "momentum", steps=ENOUGH):
        return None
    worst = max(max(h.highest(name, "turned")) for name in ("sgd", "momentum"))
    why = f"turned back, the two walks are at most {worst:.1e} apart"
    return at_most(worst, 1e-12, why)


def adam_knows_axes(h: History) -> Verdict | None:
    """How many times worse Adam and RMSprop end in the turned valley: the better of the two.

    Measured: .
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


def goes_astray(h: History) -> Verdict | None:
    """Where Adam with β₁ = 0 and β₂ = 0.1 stands.

    Measured: .
    """
    if not ended(h, "adam-short", steps=1000):
        return None
    x = over_seeds(h, "adam-short", "x")
    return at_least(x, 0.9, f"Adam with a short memory ends at {x:.3f}; the best is -1")


def amsgrad_finds(h: History) -> Verdict | None:
    """Where AMSGrad with the same memory stands.

    Measured: .
    """
    if not ended(h, "amsgrad-short", steps=1000):
        return None
    x = over_seeds(h, "amsgrad-short", "x")
    return at_most(x, -0.9, f"AMSGrad with the same memory ends at {x:.3f}")


def defaults_find(h: History) -> Verdict | None:
    """Where Adam stands with torch's own β₁ = 0.9 and β₂ = 0.999.

    Measured: .
    """
    if not ended(h, "adam", steps=1000):
        return None
    x = over_seeds(h, "adam", "x")
    return at_most(x, -0.9, f"with torch's defaults Adam ends at {x:.3f}")


def decays_exactly(h: History) -> Verdict | None:
    """How far what is left is from (1 − η λ)ᵗ, of AdamW: the worst step.

    Measured: .
    """
    if not ended(h, "adamw-0.1", steps=10):
        return None
    worst = max(h.highest("adamw-0.1", "beside"))
    why = f"what AdamW leaves is at most {worst:.1e} from (1 - lr λ)^t"
    return at_most(worst, 1e-12, why)


def coefficient_cancels(h: History) -> Verdict | None:
    """How far apart two coefficients end, one a thousand times the other.

    Measured: .
    """
    if not ended(h, "adam-0.1", "adam-0.0001", steps=10):
        return None
    strong, weak = (over_seeds(h, name, "small") for name in ("adam-0.1", "adam-0.0001"))
    why = f"Adam's L2 leaves {strong:.4f} of the weight at λ = 0.1, and {weak:.4f} at 0.0001"
    return at_most(abs(strong - weak), 1e-3, why)


def shrinks_alike(h: History) -> Verdict | None:
    """How much more of a weight of 10 is left than of a weight of 1, with Adam's L2.

    Measured: .
    """
    if not ended(h, "adam-0.1", steps=ENOUGH):
        return None
    small, large = (over_seeds(h, "adam-0.1", name) for name in ("small", "large"))
    why = f"Adam's L2 leaves {small:.2f} of a weight of 1, and {large:.2f} of a weight of 10"
    return at_least(large - small, 0.3, why)


def slopes_exact(h: History) -> Verdict | None:
    """The largest relative error of autograd against the two formulas.

    Measured: .
    """
    both = ("cross-entropy", "squared")
    if not ended(h, *both, steps=10):
        return None
    worst = max(max(h.highest(name, "off")) for name in both)
    why = f"the slopes by autograd and by formula differ by at most {worst:.1e}"
    return at_most(worst, 1e-10, why)


def squared_is_deaf(h: History) -> Verdict | None:
    """The first slope of the squared error as a share of cross-entropy's: 2 p (1 − p).

    Measured: .
    """
    both = ("cross-entropy", "squared")
    if not ended(h, *both):
        return None
    entropy, squared = (median(h.first(name, "slope")) for name in both)
    share = squared / entropy
    return at_most(share, 1e-3, f"at z = -10 the squared error's slope is {share:.2e} of the other")


def only_one_recovers(h: History) -> Verdict | None:
    """How far apart the two neurons end.

    Measured: .
    """
    if not ended(h, "cross-entropy", "squared", steps=ENOUGH):
        return None
    entropy, squared = (over_seeds(h, name, "p") for name in ("cross-entropy", "squared"))
    why = f"after 100 steps p is {entropy:.3f} with cross-entropy, and {squared:.1e} with the other"
    return at_least(entropy - squared, 0.9, why)


CLAIMS = [
    Claim(
        "adam-ahead-at-0.001",
        "All at 0.001: Adam is far ahead of Nesterov",
        adam_ahead,
        needs=("nesterov", "adam"),
        when=NETWORK | {"lr": 0.001},
        own_data=True,
    ),
    Claim(
        "rmsprop-first-at-0.001",
        "All at 0.001: RMSprop is ahead of every other",
        rmsprop_first,
        needs=RACE,
        when=NETWORK,
        own_data=True,
    ),
    Claim(
        "the-order-turns",
        "Each at its own best rate: RMSprop is behind Nesterov",
        order_turns,
        needs=("nesterov", "rmsprop"),
        when=NETWORK,
        own_data=True,
    ),
    Claim(
        "level-at-the-best",
        "Each at its own best rate: Nesterov and Adam are level",
        level_at_best,
        needs=("nesterov", "adam"),
        when=NETWORK,
        own_data=True,
    ),
    Claim(
        "adam-forgives",
        "Adam learns at more of the nine rates than SGD",
        adam_forgives,
        needs=("sgd", "adam"),
        when=NETWORK,
        own_data=True,
    ),
    Claim(
        "by-hand-is-torch",
        "The hand-written rules take torch's steps",
        by_hand,
        when=VALLEYS,
    ),
    Claim(
        "momentum-carries",
        "Along Rosenbrock's valley momentum comes much farther than SGD",
        momentum_carries,
        needs=("sgd", "momentum"),
        when={"landscape": "rosenbrock"},
    ),
    Claim(
        "sgd-knows-no-axes",
        "Turn the valley, and SGD and momentum take the same walk, turned",
        sgd_knows_no_axes,
        needs=("sgd", "momentum"),
        when=QUADRATIC,
    ),
    Claim(
        "adam-knows-the-axes",
        "Turn the valley, and Adam and RMSprop lose nearly all that they had gained",
        adam_knows_axes,
        needs=("rmsprop", "adam"),
        when=QUADRATIC,
    ),
    Claim(
        "adam-goes-astray",
        "With a memory too short Adam ends at the wrong end",
        goes_astray,
        needs=("adam-short",),
        when={"landscape": "counterexample"},
    ),
    Claim(
        "amsgrad-finds-it",
        "AMSGrad with the same memory ends at the right one",
        amsgrad_finds,
        needs=("amsgrad-short",),
        when={"landscape": "counterexample"},
    ),
    Claim(
        "torch-defaults-find-it",
        "With torch's defaults Adam ends at the right end too",
        defaults_find,
        needs=("adam",),
        when={"landscape": "counterexample"},
    ),
    Claim(
        "adamw-decays-exactly",
        "AdamW leaves (1 - lr λ)^t of every weight",
        decays_exactly,
        needs=("adamw-0.1",),
        when={"landscape": "decay"},
    ),
    Claim(
        "l2-coefficient-cancels",
        "With Adam's L2 alone a coefficient a thousand times smaller does the same",
        coefficient_cancels,
        needs=("adam-0.1", "adam-0.0001"),
        when={"landscape": "decay"},
    ),
    Claim(
        "l2-spares-large-weights",
        "Adam's L2 takes a smaller share of a larger weight",
        shrinks_alike,
        needs=("adam-0.1",),
        when={"landscape": "decay"},
    ),
    Claim(
        "slopes-are-the-formulas",
        "Autograd finds p - y and 2 (p - y) p (1 - p)",
        slopes_exact,
        needs=("cross-entropy", "squared"),
        when={"landscape": "saturated"},
    ),
    Claim(
        "squared-error-is-deaf",
        "Where the neuron is sure and wrong, the squared error has almost no slope",
        squared_is_deaf,
        needs=("cross-entropy", "squared"),
        when={"landscape": "saturated"},
    ),
    Claim(
        "cross-entropy-recovers",
        "Cross-entropy pulls the neuron out, and the squared error does not",
        only_one_recovers,
        needs=("cross-entropy", "squared"),
        when={"landscape": "saturated"},
    ),
]
