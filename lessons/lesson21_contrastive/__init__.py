"""Lesson 21. Learning without labels: which two views are of one image?"""

from dataclasses import dataclass

from lessons.kit import (
    Guide,
    Heatmap,
    Images,
    Lesson,
    Lines,
    Scatter,
    Series,
    Table,
    choice,
    knob,
    switch,
)
from lessons.lesson21_contrastive.brought import read_data
from lessons.lesson21_contrastive.page.claims import CLAIMS
from lessons.lesson21_contrastive.page.predictions import PREDICTIONS
from lessons.lesson21_contrastive.page.presets import PRESETS, VARIANTS
from lessons.lesson21_contrastive.page.tour import TOUR
from lessons.shared.knobs import ImageKnobs


@dataclass
class Contrastive(ImageKnobs):
    """Everything that can be turned."""

    tau: float = knob(0.2, 0.01, 100.0, live=True, log=True, help="Temperature: cosines / tau")
    strength: float = knob(
        1.0, 0.0, 3.0, live=True, help="How far views are from the image; 0: not"
    )
    kind: str = choice("all", "moved", "shaded", help="Views: all, only geometry, only shades")
    negatives: bool = switch(True, help="Off: pull views of one image together, push none apart")
    head: int = knob(32, 0, 512, help="Numbers in z, behind a head of two layers; 0: no head")
    lr: float = knob(4e-3, 1e-6, 1.0, live=True, log=True, help="Adam's highest learning rate")
    batch: int = knob(128, 2, 4096, help="Images in a step, of each two views")
    steps: int = knob(250, 1, 1_000_000, help="Updates of the weights")
    test_share: float = knob(0.278, 0.01, 0.9, help="The share of the images that is for testing")


lesson = Lesson(
    package=__name__,
    title="Contrastive: features without a label",
    says="Two views of each image, and nobody says what it shows. Classes part all the same.",
    chapter="Vision",
    after=("cnn",),
    params=Contrastive,
    shows=("train.py", "views.py", "loss.py", "by_hand.py", "probe.py"),
    variants=VARIANTS,
    race=("simclr", "same-views"),
    favourite="simclr",
    panels=[
        Scatter("Test images, by class", key="map"),
        Heatmap("Cosines of views, %", key="matrix", limits=(-100, 100)),
        Images("Views", key="views", says="Under each image: two views of it, drawn at random."),
        Lines("Right on the test, by labels", key="probe", x="labels a class"),
        Series("Loss", of=("loss",), unit="nats", guide=Guide(5.541, "ln 255: chance")),
        Series("Right with 2 labels a class", of=("right_2",)),
        Images("Neighbours of a view", key="neighbours"),
        Series("Finds the other view", of=("retrieval",)),
        Table("Right on the test", key="beside", columns=("labels a class", "1", "2", "5", "20")),
        Table("7 nearest: the same class", key="kin", columns=("", "features", "pixels")),
        Series("Loss below chance, nats", of=("below",)),
        Series("Distance of two views", of=("alignment",)),
        Series("Crowding: 0 is one point", of=("uniformity",)),
        Table("By hand, beside torch", key="by_hand", columns=("", "apart at most")),
    ],
    claims=CLAIMS,
    predictions=PREDICTIONS,
    presets=PRESETS,
    data=read_data,
    tour=TOUR,
)
