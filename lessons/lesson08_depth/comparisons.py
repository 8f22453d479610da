"""The claims of the presets: other activations, other depths, what cures nothing, two at once.

The figures are as in claims.py: median [least, most] over seeds 0 to 11.
"""

import math

from lessons.kit import Claim, History, Verdict
from lessons.kit.claims.helpers import at_least, at_most
from lessons.shared.recorded import at_first, at_the_end, ends, firsts

ENOUGH = 200
"""Steps before the lesson says what a network has learned."""
DEFAULT = {"start": "default", "depth": 20}


def ahead(h: History, one: str, other: str, bar: float) -> Verdict | None:
    """How much more accurate one network ends than another one."""
    found = ends(h, (one, other), "accuracy", ENOUGH)
    if found is None:
        return None
    why = f"{one} is right for {found[one]:.0%} of the test, and {other} for {found[other]:.0%}"
    return at_least(found[one] - found[other], bar, why)


def relu_fades_more(h: History) -> Verdict | None:
    """Powers of ten by which more gradient tanh brings to layer 1 than ReLU does.

    Measured: 300 at the medians; 1.0e-4 to 1.9e-4 against 1.1e-7 to 7.0e-7.
    """
    found = firsts(h, ("tanh", "relu"), "reach")
    if found is None:
        return None
    times = found["tanh"] / max(found["relu"], 1e-30)
    return at_least(
        math.log10(times or 1e-30),
        1.3,
        f"tanh brings layer 1 {times:.0f} times more than ReLU does",
    )


def sigmoid_fades(h: History) -> Verdict | None:
    """The share at layer 1 with sigmoid, from torch's start.

    Measured: 7.3e-17 [6.1e-17, 9.9e-17].
    """
    share = at_first(h, "sigmoid", "reach")
    if share is None:
        return None
    return at_most(share, 1e-9, f"with sigmoid {share:.1g} of the gradient is left at layer 1")


def xavier_fades_too(h: History) -> Verdict | None:
    """The share at layer 1 with sigmoid, from Xavier's start.

    Measured: 1.3e-12 [8.3e-13, 1.4e-12].
    """
    share = at_first(h, "xavier", "reach")
    if share is None:
        return None
    return at_most(share, 1e-9, f"with Xavier's start {share:.1g} of it is left at layer 1")


def batchnorm_saves_sigmoid(h: History) -> Verdict | None:
    """Accuracy of the sigmoid network, BatchNorm − Xavier.

    Measured: 0.94 [0.92, 0.96] against 0.10.
    """
    return ahead(h, "batchnorm", "xavier", 0.4)


def xavier_suits_tanh(h: History) -> Verdict | None:
    """Accuracy of the tanh network, Xavier − torch's start.

    Measured: 0.87 [0.76, 0.93] against 0.12 [0.10, 0.20].
    """
    return ahead(h, "xavier", "default", 0.3)


def shallow_learns(h: History) -> Verdict | None:
    """The least accuracy of the four networks, with two layers.

    Measured: plain 0.92 [0.91, 0.94].
    """
    found = ends(h, h.variants, "accuracy", ENOUGH)
    if not found:
        return None
    worst = min(found, key=found.__getitem__)
    return at_least(found[worst], 0.75, f"{worst} is the worst, with {found[worst]:.0%} right")


def nothing_cures(h: History) -> Verdict | None:
    """The most accuracy of Adam, a higher rate, SGD, dropout and clipping.

    Measured: 0.10 [0.10, 0.21].
    """
    found = ends(h, ("adam", "faster", "sgd", "dropout", "clipped"), "accuracy", ENOUGH)
    if found is None:
        return None
    best = max(found, key=found.__getitem__)
    return at_most(found[best], 0.4, f"{best} is the best of five, with {found[best]:.0%} right")


def dropout_harms(h: History) -> Verdict | None:
    """What a fifth dropped in each layer costs, He's start.

    Measured: 0.85 [0.72, 0.93] against 0.10 [0.10, 0.18].
    """
    return ahead(h, "he", "he-dropout", 0.3)


def two_explode(h: History) -> Verdict | None:
    """The variance of the last layer, shortcuts with He's start.

    Measured: 9.5e5 [2.1e5, 4.6e6].
    """
    variance = at_first(h, "shortcut-he", "between")
    if variance is None:
        return None
    why = f"units of the last layer have a variance of {variance:.1g} between images"
    return at_least(variance, 1e4, why)


def explosion_costs(h: History) -> Verdict | None:
    """What He's start costs the network with shortcuts.

    Measured: 0.94 [0.93, 0.97] against 0.69 [0.66, 0.79].
    """
    return ahead(h, "shortcut", "shortcut-he", 0.1)


def both_learn(h: History) -> Verdict | None:
    """Accuracy of shortcuts with BatchNorm.

    Measured: 0.97 [0.95, 0.99]; at fifty layers 0.95 [0.92, 0.98].
    """
    right = at_the_end(h, "both", "accuracy", ENOUGH)
    if right is None:
        return None
    return at_least(right, 0.8, f"with shortcuts and BatchNorm {right:.0%} are right")


def shortcut_alone_grows(h: History) -> Verdict | None:
    """The variance of the last of fifty layers, shortcuts alone.

    Measured: 1.6e5 [7.8e4, 3.6e5].
    """
    variance = at_first(h, "shortcut", "between")
    if variance is None:
        return None
    why = f"units of the last layer have a variance of {variance:.1g} between images"
    return at_least(variance, 1e4, why)


COMPARISONS = [
    Claim(
        "relu-fades-more-than-tanh",
        "ReLU does not cure the fading: from torch's start it is worse than tanh",
        relu_fades_more,
        needs=("tanh", "relu"),
        when=DEFAULT,
        unit="powers of ten",
    ),
    Claim(
        "sigmoid-fades-most",
        "With sigmoid nothing to speak of is left",
        sigmoid_fades,
        needs=("sigmoid",),
        when=DEFAULT,
        unit="of the gradient",
    ),
    Claim(
        "xavier-is-no-cure-for-sigmoid",
        "Xavier's start does not save sigmoid",
        xavier_fades_too,
        needs=("xavier",),
        when={"activation": "sigmoid", "depth": 20},
        unit="of the gradient",
    ),
    Claim(
        "batchnorm-saves-sigmoid",
        "BatchNorm makes even twenty layers of sigmoid learn",
        batchnorm_saves_sigmoid,
        needs=("batchnorm", "xavier"),
        when={"activation": "sigmoid", "depth": 20},
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "xavier-suits-tanh",
        "Xavier's start is made for tanh, and is all that it needs",
        xavier_suits_tanh,
        needs=("xavier", "default"),
        when={"activation": "tanh", "depth": 20},
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "shallow-learns",
        "With two layers all four networks learn",
        shallow_learns,
        needs=("plain", "he", "batchnorm", "shortcut"),
        when={"depth": 2, "activation": "relu"},
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "nothing-cures",
        "Adam, a higher rate, SGD, dropout and clipping do not cure it",
        nothing_cures,
        needs=("adam", "faster", "sgd", "dropout", "clipped"),
        when=DEFAULT,
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "dropout-harms",
        "Dropout in every layer undoes what He's start brought",
        dropout_harms,
        needs=("he", "he-dropout"),
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "shortcut-and-he-explode",
        "Shortcuts with He's start: every layer doubles what goes through",
        two_explode,
        needs=("shortcut-he",),
        when=DEFAULT,
        unit="1",
    ),
    Claim(
        "explosion-costs",
        "Such a network ends behind the one with shortcuts alone",
        explosion_costs,
        needs=("shortcut", "shortcut-he"),
        when=DEFAULT,
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "both-learn",
        "Shortcuts with BatchNorm learn, at twenty layers and at fifty",
        both_learn,
        needs=("both",),
        when={"activation": "relu", "start": "default", "depth": (20, 50)},
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "shortcut-alone-grows",
        "Fifty layers with shortcuts alone: each adds a little, and the sum explodes",
        shortcut_alone_grows,
        needs=("shortcut",),
        when={"activation": "relu", "start": "default", "depth": 50},
        unit="1",
    ),
]
