"""Lesson 3. A gradient says where to go and how far. Clipping doubts only how far."""

from dataclasses import dataclass

from lessons.kit import (
    Bars,
    Guide,
    Heatmap,
    Lesson,
    Params,
    Preset,
    Series,
    Text,
    choice,
    knob,
    text_knob,
)
from lessons.kit.data.sources.encodings import checked
from lessons.lesson03_clipping.claims import CLAIMS, SLOWER, SWEEP
from lessons.lesson03_clipping.predictions import PREDICTIONS
from lessons.lesson03_clipping.text import read_data
from lessons.lesson03_clipping.tour import TOUR


@dataclass
class Clipping(Params):
    """Everything that can be turned."""

    clipping: str = choice(
        "none", "norm", "value", "adaptive", help="The clipping method", formerly="how"
    )
    max_norm: float = knob(2.0, 1e-4, 1e6, live=True, log=True, help="norm: longest gradient")
    max_value: float = knob(0.05, 1e-6, 1e6, live=True, log=True, help="value: largest entry")
    max_ratio: float = knob(0.1, 1e-6, 1e6, live=True, log=True, help="adaptive: gradient/weight")
    cell: str = choice("identity", "relu", "tanh", help="identity: ReLU that starts from W_hh = I")
    optimizer: str = choice("sgd", "adam", help="What turns a gradient into a step")
    lr: float = knob(0.3, 1e-6, 100.0, live=True, log=True, help="Learning rate")
    embed: int = knob(32, 1, 1024, help="Width of a character's vector")
    hidden: int = knob(64, 1, 4096, help="Width of the hidden state")
    window: int = knob(50, 1, 2000, help="Characters read at once, and steps back in time")
    batch: int = knob(16, 1, 4096, help="Windows in one step")
    excerpt: int = knob(0, 0, 1_000_000_000, help="Learn so many first characters; 0 is all")
    encoding: str = text_knob(
        help="Your file: its encoding, such as cp1251; empty to find it", look=checked
    )
    steps: int = knob(200, 1, 1_000_000, help="Updates of the weights")


ON_AND_OFF = {"unclipped": {"clipping": "none"}, "norm": {"clipping": "norm"}}
METHODS = ON_AND_OFF | {"value": {"clipping": "value"}, "adaptive": {"clipping": "adaptive"}}
LIMIT = Guide("max_norm", "max_norm")
TUTORIAL = {"cell": "tanh", "optimizer": "adam", "lr": 0.01, "max_norm": 1.0}

lesson = Lesson(
    package=__name__,
    title="Gradient clipping on and off",
    says="One step too long and a network is gone. What a limit on the step changes, and when.",
    chapter="Sequences",
    after=("gradients",),
    params=Clipping,
    shows=("train.py", "clipping.py", "cliff.py"),
    variants=METHODS,
    race=tuple(METHODS),
    panels=[
        Series("Loss", of=("loss",), log=True, log_x=True, unit="nats/char"),
        Series("Gradient, as found", of=("grad_norm",), log=True, log_x=True, guide=LIMIT),
        Series("Gradient, as applied", of=("applied_norm",), log=True, log_x=True, guide=LIMIT),
        Series("Share of steps clipped", of=("clipped",), average=True, log_x=True),
        Series(
            "Direction kept (cosine)", of=("cosine",), log_x=True, guide=Guide(1.0, "the same way")
        ),
        Heatmap("Steepness on a cliff", key="cliff", x="w", y="b", log=True, unit="gradient"),
        Text("What it writes", key="sample", prompt="The ", all_networks=True),
        Bars("Loss at the end", of="loss", unit="nats/char"),
    ],
    claims=CLAIMS,
    predictions=PREDICTIONS,
    presets=[
        Preset(
            "tutorial",
            "tanh, Adam, one window a step, clip at 1: on or off, it makes no difference",
            TUTORIAL | {"batch": 1, "window": 25, "steps": 400},
            ON_AND_OFF,
        ),
        Preset(
            "sweep",
            "Six thresholds: too tight crawls, too loose explodes, the best is in between",
            variants=SWEEP,
        ),
        Preset(
            "slower",
            "No clipping but lower learning rates: the one that is safe hardly learns",
            variants=SLOWER,
        ),
        Preset(
            "adam-cliff",
            "Adam, but W_hh starts as the identity: here even Adam needs clipping",
            {"optimizer": "adam", "lr": 0.01, "max_norm": 1.0},
            ON_AND_OFF,
        ),
        Preset(
            "shaking",
            "tanh cannot overflow; SGD at 5 throws it about all the same",
            {"cell": "tanh", "lr": 5.0, "max_norm": 0.5},
            ON_AND_OFF,
        ),
        Preset(
            "lottery",
            "Plain ReLU, SGD at 3: some seeds explode, some do not (try 8 seeds)",
            {"cell": "relu", "lr": 3.0, "max_norm": 0.25},
            ON_AND_OFF,
        ),
        Preset(
            "late",
            "Plain ReLU, SGD at 2.2, one sentence learned by heart: all is well until it is not",
            {"cell": "relu", "lr": 2.2, "excerpt": 100, "steps": 300, "max_norm": 0.25},
            ON_AND_OFF,
        ),
        Preset(
            "frozen",
            "Known bad: a limit of 10000 is met when it is too late, and then holds for ever",
            variants={"max-10000": SWEEP["max-10000"]},
        ),
    ],
    data=read_data,
    cuda_graph=True,
    may_diverge=("unclipped", "lr-0.1", "lr-0.03", "max-100", "max-10000"),
    tour=TOUR,
)
