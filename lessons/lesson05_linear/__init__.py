"""Lesson 5. A line, its gradient by hand, and the learning rate at which all is lost."""

from dataclasses import dataclass

from lessons.kit import Guide, Heatmap, Lesson, Scatter, Series, Table, Text
from lessons.kit.page.params import choice, knob, switch
from lessons.lesson05_linear.claims import CLAIMS
from lessons.lesson05_linear.points import read_data
from lessons.lesson05_linear.predictions import PREDICTIONS
from lessons.lesson05_linear.presets import PRESETS, VARIANTS
from lessons.lesson05_linear.tour import TOUR
from lessons.shared.exports import predictions
from lessons.shared.knobs import TableKnobs


@dataclass
class Linear(TableKnobs):
    """Everything that can be turned."""

    lr: float = knob(0.9, 1e-6, 1e6, live=True, log=True, help="Learning rate, as lr_in says")
    lr_in: str = choice("limits", "plain", help="limits: lr is multiplied by 2/λ_max")
    dataset: str = choice("line", "diabetes", help="The lesson's own data: y = 2x, or 442 patients")
    standardise: bool = switch(False, help="Inputs with a mean of 0 and a deviation of 1")
    stretch: float = knob(1.0, 1e-3, 1e3, log=True, help="Inputs in other units: times this")
    steps: int = knob(500, 1, 1_000_000, help="Updates of the weights")


lesson = Lesson(
    package=__name__,
    title="A line, and the gradient by hand",
    says="Two numbers to learn, and a learning rate that is 5 % too large.",
    chapter="Foundations",
    params=Linear,
    shows=("train.py", "byhand.py", "bowl.py", "surface.py"),
    variants=VARIANTS,
    race=tuple(VARIANTS),
    panels=[
        Heatmap("Loss surface", key="surface", x="w, 1st", y="b, 2nd", log=True),
        Series("Loss", of=("loss",), log=True),
        Scatter("What one step leaves", key="factors", x="lr", y="|1 − lr·λ|"),
        Scatter("The line", key="line", x="x, or true", y="y, or said"),
        Text("One step by hand", key="equations"),
        Table(
            "The gradient, three ways",
            key="gradients",
            columns=("", "by hand", "autograd", "nudged"),
        ),
        Table(
            "Each direction", key="directions", columns=("λ", "1 − lr·λ", "measured", "distance")
        ),
        Series("Distance in the steepest direction", of=("steepest",), log=True),
        Series("Distance in the flattest direction", of=("flattest",), log=True),
        Series("Distance from least squares", of=("error",), log=True),
        Series("Learning rate, in limits", of=("in_limits",), guide=Guide(1.0, "2/λ_max")),
        Table("On rows that it has not seen", key="compared", columns=("", "error", "R²")),
    ],
    claims=CLAIMS,
    predictions=PREDICTIONS,
    presets=PRESETS,
    data=read_data,
    exports={"predictions": predictions},
    may_diverge=("yours", "above", "over-the-edge", "centimetres", "far-above"),
    tour=TOUR,
)
