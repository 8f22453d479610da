"""The networks that race, and settings worth trying: good ones, and known bad ones."""

from typing import Any

from lessons.kit import Preset
from lessons.lesson07_optimizers.formulas import KNOWN

VARIANTS: dict[str, dict[str, Any]] = {
    name: {"optimizer": name} for name in ("sgd", "momentum", "nesterov", "rmsprop", "adam")
} | {"adamw": {"optimizer": "adamw", "weight_decay": 0.01}}


def at(**rates: float) -> dict[str, dict[str, Any]]:
    """The optimizers, each at a rate of its own."""
    return {name: {"optimizer": name, "lr": rate} for name, rate in rates.items()}


def heavy_ball(condition: float) -> dict[str, float]:
    """Momentum's best settings on a quadratic with curvatures 1 to κ: Polyak (1964)."""
    root = condition**0.5
    return {"lr": (2 / (root + 1)) ** 2, "momentum": ((root - 1) / (root + 1)) ** 2}


REDDI = {"beta1": 0.0, "beta2": 0.1}
PRESETS = [
    Preset(
        "best",
        "Each optimizer at its own best rate: the order is another",
        variants=at(sgd=1.0, momentum=0.3, nesterov=0.3, rmsprop=0.03, adam=0.03),
    ),
    Preset(
        "hot",
        "Known bad for Adam and RMSprop: all at 0.3, where momentum is at home",
        {"lr": 0.3},
    ),
    Preset(
        "valley",
        "Rosenbrock's curved valley, each at its own best rate: five ways on one map",
        {"landscape": "rosenbrock", "steps": 600},
        at(sgd=0.001, momentum=0.002, nesterov=0.001, rmsprop=0.01, adam=0.3),
    ),
    Preset(
        "turned",
        "A quadratic of condition number 100, and the same turned by 30 degrees",
        {"landscape": "quadratic", "steps": 200},
        at(sgd=0.018, momentum=0.01, nesterov=0.01, rmsprop=0.01, adam=0.1),
    ),
    Preset(
        "condition",
        "SGD at the best rate for condition 10, 100 and 1000, and momentum at its best for 100",
        {"landscape": "quadratic", "steps": 200},
        {
            **{f"sgd-{k}": {"optimizer": "sgd", "condition": k, "lr": 2 / (1 + k)} for k in KNOWN},
            "momentum-100": {"optimizer": "momentum", "condition": 100.0, **heavy_ball(100)},
        },
    ),
    Preset(
        "counterexample",
        "Reddi's: Adam with a short memory walks to the wrong end, by default it does not",
        {"landscape": "counterexample", "lr": 0.5, "steps": 1000},
        {
            "sgd": {"optimizer": "sgd"},
            "adam-short": {"optimizer": "adam", **REDDI},
            "amsgrad-short": {"optimizer": "amsgrad", **REDDI},
            "adam": {"optimizer": "adam"},
        },
    ),
    Preset(
        "decay",
        "Weight decay alone: AdamW keeps to (1 - lr wd)^t, and Adam's L2 forgets its coefficient",
        {"landscape": "decay", "lr": 0.01},
        {
            "adamw-0.1": {"optimizer": "adamw", "weight_decay": 0.1},
            "adam-0.1": {"optimizer": "adam", "weight_decay": 0.1},
            "adam-0.0001": {"optimizer": "adam", "weight_decay": 0.0001},
        },
    ),
    Preset(
        "saturated",
        "One neuron, sure and wrong: cross-entropy pulls it out, squared error leaves it there",
        {"landscape": "saturated", "lr": 1.0, "optimizer": "sgd"},
        {
            "cross-entropy": {"criterion": "cross-entropy"},
            "squared": {"criterion": "squared"},
        },
    ),
]
