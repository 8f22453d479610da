"""Lesson 8. Twenty layers that do not learn, and three cures that are not the activation."""

from dataclasses import dataclass

from lessons.kit import (
    Guide,
    Heatmap,
    Lesson,
    Lines,
    Series,
    Table,
    choice,
    knob,
    switch,
)
from lessons.lesson08_depth.claims import CLAIMS
from lessons.lesson08_depth.pixels import read_data
from lessons.lesson08_depth.predictions import PREDICTIONS
from lessons.lesson08_depth.presets import PRESETS, VARIANTS
from lessons.lesson08_depth.tour import TOUR
from lessons.shared.exports import predictions
from lessons.shared.knobs import ImageKnobs


@dataclass
class Depth(ImageKnobs):
    """Everything that can be turned."""

    activation: str = choice("relu", "tanh", "sigmoid", help="The bend after each layer")
    start: str = choice(
        "default", "xavier", "he", help="The first weights; default: what torch's Linear draws"
    )
    batchnorm: bool = switch(False, help="BatchNorm in each layer, before the activation")
    shortcut: bool = switch(False, help="Each layer adds to what it was given, h + φ(W h + b)")
    depth: int = knob(20, 1, 200, help="Hidden layers")
    width: int = knob(64, 1, 2048, help="Units in a hidden layer")
    dropout: float = knob(0.0, 0.0, 0.95, help="Share of each layer's outputs set to 0 in training")
    optimizer: str = choice("adam", "sgd", help="adam, or sgd with momentum 0.9")
    lr: float = knob(1e-3, 1e-7, 10.0, live=True, log=True, help="Learning rate")
    clip: float = knob(0.0, 0.0, 1e6, live=True, help="Longest gradient (lesson 3); 0: no limit")
    batch: int = knob(32, 2, 4096, help="Images in one step")
    steps: int = knob(225, 1, 1_000_000, help="Updates of the weights; 45 go through the digits")


lesson = Lesson(
    package=__name__,
    title="Depth: why deep networks did not train, and what cures it",
    says="Twenty layers of ReLU learn nothing. Watch the gradient fade, layer by layer.",
    chapter="Foundations",
    after=("mlp", "optimizers"),
    params=Depth,
    shows=("train.py", "model.py", "formulas.py", "by_hand.py"),
    variants=VARIANTS,
    race=tuple(VARIANTS),
    favourite="shortcut",
    panels=[
        Heatmap(
            "Gradient by layer", key="gradients", x="step", y="layer", log=True, limits=(1e-10, 1e2)
        ),
        Series(
            "Gradient: layer 1 / last layer", of=("reach",), log=True, guide=Guide(1.0, "level")
        ),
        Series("Accuracy on the test", of=("accuracy",)),
        Lines("Activations by layer", key="spread", x="layer", log=True),
        Series(
            "One layer hands back", of=("handed",), log=True, guide=Guide(1.0, "nothing is lost")
        ),
        Series("Share of dead units", of=("dead",)),
        Series("Loss", of=("loss",), unit="nats", log=True),
        Table("Formula and first step", key="formula", columns=("through", "formula", "measured")),
        Table("By hand, beside torch", key="by_hand", columns=("", "apart at most")),
        Table("Beside other models", key="beside", columns=("", "accuracy", "balanced")),
    ],
    claims=CLAIMS,
    predictions=PREDICTIONS,
    presets=PRESETS,
    data=read_data,
    exports={"predictions": predictions},
    tour=TOUR,
)
