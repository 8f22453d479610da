"""Lesson 11. What a convolution gives, and what only pooling does."""

from dataclasses import dataclass

from lessons.kit import Heatmap, Images, Lesson, Lines, ManyDevices, Series, Table, choice, knob
from lessons.lesson11_cnn.images import read_data
from lessons.lesson11_cnn.page.claims import CLAIMS
from lessons.lesson11_cnn.page.predictions import PREDICTIONS
from lessons.lesson11_cnn.page.presets import PRESETS, VARIANTS
from lessons.lesson11_cnn.page.tour import TOUR
from lessons.shared.exports import predictions
from lessons.shared.knobs import ImageKnobs


@dataclass
class CNN(ImageKnobs):
    """Everything that can be turned."""

    network: str = choice(
        "conv", "pooled", "mlp", "logistic", help="conv reads places; pooled forgets them"
    )
    filters: int = knob(
        8, 1, 64, help="Filters of the first convolution; conv has twice as many above 16 pixels"
    )
    kernel: int = knob(3, 1, 5, help="Side of a filter, in pixels")
    halved: int = knob(
        0, 0, 2, help="Pools of 2 within pooled; of images above 16 pixels, 2 at least"
    )
    hidden: int = knob(64, 1, 2048, help="Hidden units of mlp")
    moved: int = knob(0, 0, 2, help="Training images are moved by up to so many pixels")
    stage: int = knob(2, 0, 10, live=True, only_shown=True, help="Which layer of the way is shown")
    example: int = knob(4, 0, 9, live=True, only_shown=True, help="Which image goes the way")
    lr: float = knob(3e-3, 1e-7, 10.0, live=True, log=True, help="Learning rate, of Adam")
    batch: int = knob(24, 1, 1024, help="Images in one step; of your own what epochs asks for")
    epochs: float = knob(
        6.0, 0.0, 1000.0, help="Your images: how often the steps go through them; 0: as batch says"
    )
    steps: int = knob(800, 1, 1_000_000, help="Updates of the weights; 60 go through the digits")


WAY = (
    "What one layer makes of a test image: each of its maps, in a scale of its own. The knob stage "
    "goes to the other layers."
)

lesson = Lesson(
    package=__name__,
    title="CNN: what a convolution gives, and what only pooling does",
    says="Move a digit by one pixel. Which network still knows it?",
    chapter="Vision",
    after=("mlp", "overfitting"),
    params=CNN,
    shows=("train.py", "model.py", "by_hand.py", "sizes.py", "shifts.py"),
    variants=VARIANTS,
    race=tuple(VARIANTS),
    favourite="conv",
    panels=[
        Images("One image, layer by layer", key="way", says=WAY),
        Series("Right, moved by 1 pixel", of=("moved_1",)),
        Series("Right, moved by 2 pixels", of=("moved_2",)),
        Lines("Right by shift", key="shift", x="pixels"),
        Table("One number, worked out", key="number", columns=("from", "by", "gives")),
        Images("Filters", key="filters"),
        Images("Mistakes", key="mistakes"),
        Heatmap("Confusion", key="confusion", x="said", y="true", numbers=True, by_row=True,
                all_networks=True),
        Series("Right, not moved", of=("accuracy",)),
        Series("Loss", of=("loss",), unit="nats", log=True),
        Table("Sizes", key="sizes", columns=("layer", "what comes out", "weights")),
        Table("By hand, beside torch", key="by_hand", columns=("", "apart at most")),
        Table("Move, then look; look, then move", key="equivariance", columns=("", "apart")),
    ],
    devices=ManyDevices("batch"),
    claims=CLAIMS,
    predictions=PREDICTIONS,
    presets=PRESETS,
    data=read_data,
    exports={"predictions": predictions},
    tour=TOUR,
)  # fmt: skip
