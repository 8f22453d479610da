"""Lesson 6. When a line is not enough: what an activation between the layers adds."""

from dataclasses import dataclass
from typing import Any

from lessons.kit import (
    Bars,
    Heatmap,
    Lesson,
    Scatter,
    Series,
    Table,
    choice,
    knob,
    switch,
    text_knob,
)
from lessons.lesson06_mlp.brought import read_data
from lessons.lesson06_mlp.page.claims import CLAIMS
from lessons.lesson06_mlp.page.predictions import PREDICTIONS
from lessons.lesson06_mlp.page.presets import PRESETS
from lessons.lesson06_mlp.page.tour import TOUR
from lessons.lesson06_mlp.widths import checked
from lessons.shared.exports import predictions
from lessons.shared.knobs import ClassKnobs, ImageKnobs


@dataclass
class MLP(ClassKnobs, ImageKnobs):
    """Everything that can be turned."""

    hidden: str = text_knob("20-20", help="Units of each hidden layer; 0 is none", look=checked)
    activation: str = choice("tanh", "relu", "identity", help="What is between two layers")
    task: str = choice(
        "spirals",
        "xor",
        "steps",
        "oblique",
        "wine",
        "cancer",
        "digits",
        help="The lesson's own data",
    )
    rotate: bool = switch(False, help="Tables: turn all inputs by one rotation drawn by chance")
    starts: int = knob(1, 1, 1024, help="Networks from starts of their own, trained at once")
    lr: float = knob(0.02, 1e-6, 10.0, live=True, log=True, help="Adam's first learning rate")
    batch: int = knob(400, 1, 65_536, help="Rows in a step; all, where there are no more")
    steps: int = knob(600, 1, 1_000_000, help="Updates of the weights")


VARIANTS: dict[str, dict[str, Any]] = {
    "linear": {"hidden": "0"},
    "deep-linear": {"hidden": "20-20", "activation": "identity"},
    "relu-8": {"hidden": "8", "activation": "relu"},
    "tanh-20-20": {"hidden": "20-20", "activation": "tanh"},
    "relu-128": {"hidden": "128", "activation": "relu"},
}
PLANE = {"task": ("spirals", "xor")}

lesson = Lesson(
    package=__name__,
    title="MLP: when a line is not enough",
    says="Two spirals, and layers that bend the plane until a line can part them.",
    chapter="Foundations",
    after=("linear",),
    params=MLP,
    shows=("train.py", "by_hand.py", "planes.py", "pictures.py"),
    variants=VARIANTS,
    race=("tanh-20-20", "relu-8", "deep-linear", "linear"),
    favourite="tanh-20-20",
    panels=[
        Heatmap("Decision surface", key="surface", x="x", y="y", limits=(0, 100),
                when=PLANE, own_data=True),
        Scatter("What the last layer is given", key="seen", x="along its weights",
                when=PLANE, own_data=True),
        Heatmap("Hidden units", key="units", limits=(-100, 100), when=PLANE, own_data=True),
        Series("Loss", of=("loss",), unit="nats", log=True),
        Series("Accuracy on the test", of=("accuracy",)),
        Series("Share of starts that solve it", of=("solved",), when={"task": "xor"}),
        Bars("Accuracy at the end", of="accuracy", limits=(0, 1)),
        Table("Others on the same test", key="beside", columns=("", "accuracy", "balanced")),
    ],
    claims=CLAIMS,
    predictions=PREDICTIONS,
    presets=PRESETS,
    data=read_data,
    tour=TOUR,
    exports={"predictions": predictions},
)  # fmt: skip
