"""Lesson 7. The gradient says which way is down. How to step is the optimizer's affair."""

from dataclasses import dataclass
from typing import Any

from lessons.kit import (
    Bars,
    Guide,
    Heatmap,
    Lesson,
    Lines,
    Series,
    Table,
    choice,
    knob,
)
from lessons.lesson07_optimizers.digits import of_the_network, read_data
from lessons.lesson07_optimizers.page.claims import CLAIMS
from lessons.lesson07_optimizers.page.predictions import PREDICTIONS
from lessons.lesson07_optimizers.page.presets import PRESETS, VARIANTS
from lessons.lesson07_optimizers.page.tour import TOUR
from lessons.shared.knobs import ClassKnobs, ImageKnobs


@dataclass
class Optimizers(ClassKnobs, ImageKnobs):
    """Everything that can be turned."""

    landscape: str = choice(
        "network", "rosenbrock", "quadratic", "counterexample", "decay", "saturated",
        help="What is descended: a network's loss, a valley of two numbers, or a small case",
    )  # fmt: skip
    optimizer: str = choice(
        "sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw", "amsgrad",
        help="What turns a gradient into a step",
    )  # fmt: skip
    lr: float = knob(0.001, 1e-7, 100.0, live=True, log=True, help="Learning rate")
    momentum: float = knob(0.9, 0.0, 0.9999, help="momentum, nesterov: what is kept of m a step")
    alpha: float = knob(0.99, 0.0, 0.99999, help="rmsprop: what is kept of the squares a step")
    beta1: float = knob(0.9, 0.0, 0.9999, help="adam: what is kept of the gradients a step")
    beta2: float = knob(0.999, 0.0, 0.99999, help="adam: what is kept of the squares a step")
    weight_decay: float = knob(0.0, 0.0, 10.0, help="adam: λ in the gradient; adamw: beside it")
    condition: float = knob(100.0, 1.0, 1e6, log=True, help="quadratic: the condition number")
    angle: float = knob(30.0, -180.0, 180.0, help="quadratic: the second valley's turn, degrees")
    criterion: str = choice("cross-entropy", "squared", help="saturated: what an error costs")
    hidden: int = knob(64, 1, 2048, help="network: units of its hidden layer")
    batch: int = knob(64, 1, 4096, help="network: rows in one step")
    steps: int = knob(100, 1, 1_000_000, help="Updates of the weights")


NETWORK: dict[str, Any] = {"landscape": "network"}
ROSENBROCK: dict[str, Any] = {"landscape": "rosenbrock"}
QUADRATIC: dict[str, Any] = {"landscape": "quadratic"}
VALLEYS: dict[str, Any] = {"landscape": ("rosenbrock", "quadratic")}
ONLINE: dict[str, Any] = {"landscape": "counterexample"}
DECAY: dict[str, Any] = {"landscape": "decay"}
SATURATED: dict[str, Any] = {"landscape": "saturated"}

BESIDE = ("", "accuracy", "balanced")

lesson = Lesson(
    package=__name__,
    title="Five ways downhill",
    says="SGD, momentum, Nesterov, RMSprop, Adam: who wins depends on the rate that each is given.",
    chapter="Foundations",
    after=("mlp",),
    params=Optimizers,
    shows=("train.py", "rules.py", "sweep.py", "walk.py"),
    variants=VARIANTS,
    race=("sgd", "momentum", "nesterov", "rmsprop", "adam"),
    favourite="adam",
    panels=[
        Lines("Loss by learning rate", key="rates", x="log10 lr", log=True, when=NETWORK),
        Heatmap("The valley, log10 loss", key="valley", x="x", y="y", overlaid=True, when=VALLEYS),
        Series("Loss", of=("loss",), unit="nats", log=True, when=NETWORK),
        Series("Loss of the walk", of=("loss",), log=True, when=VALLEYS),
        Lines(
            "Loss by rate, valley",
            key="walks",
            x="log10 lr",
            log=True,
            when=VALLEYS,
        ),
        Series("Loss in the turned valley", of=("turned_loss",), log=True, when=QUADRATIC),
        Series("Distance to the bottom", of=("distance",), log=True, when=QUADRATIC),
        Lines("Right on the test, by rate", key="right", x="log10 lr", when=NETWORK),
        Series("Right on the test", of=("accuracy",), when=NETWORK),
        Bars("Loss at 0.001", of="usual_loss", unit="nats", when=NETWORK),
        Bars("Loss at its best rate", of="best_loss", unit="nats", when=NETWORK),
        Table("Beside scikit-learn", key="beside", columns=BESIDE, when=NETWORK),
        Series("x; the best is -1", of=("x",), when=ONLINE, guide=Guide(-1.0, "the best")),
        Series("Regret of a turn", of=("loss",), when=ONLINE),
        Series("Left of w = 1", of=("small",), when=DECAY),
        Series("Left of w = 10", of=("large",), when=DECAY),
        Series(
            "p; the truth is 1", of=("p",), log=True, when=SATURATED, guide=Guide(1.0, "the truth")
        ),
        Series("Size of the slope", of=("slope",), log=True, when=SATURATED),
        Lines("Size of the slope, by z", key="slopes", x="z", log=True, when=SATURATED),
        Series("Loss of the neuron", of=("loss",), log=True, when=SATURATED),
    ],
    claims=CLAIMS,
    predictions=PREDICTIONS,
    presets=PRESETS,
    data=read_data,
    exports={"predictions": of_the_network},
    tour=TOUR,
)
