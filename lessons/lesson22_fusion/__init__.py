"""Lesson 22. Two senses: a picture and its caption, and where the two are put together."""

from dataclasses import dataclass

from lessons.kit import (
    Bars,
    Guide,
    Heatmap,
    Images,
    Lesson,
    Series,
    Table,
    choice,
    knob,
    text_knob,
)
from lessons.kit.data.sources.encodings import checked
from lessons.lesson22_fusion.own.brought import read_data
from lessons.lesson22_fusion.page.claims import CLAIMS
from lessons.lesson22_fusion.page.predictions import PREDICTIONS
from lessons.lesson22_fusion.page.presets import PRESETS, VARIANTS
from lessons.lesson22_fusion.page.tour import TOUR
from lessons.shared.exports import predictions
from lessons.shared.knobs import ImageKnobs


@dataclass
class Fusion(ImageKnobs):
    """Everything that can be turned."""

    fusion: str = choice(
        "early", "late", "joint", "image", "caption", help="Where the two senses meet, or one alone"
    )
    dropout: float = knob(
        0.0, 0.0, 0.95, live=True, help="Share of examples that lose one sense in training"
    )
    noise: float = knob(0.1, 0.0, 3.0, live=True, help="Noise on the lesson's images")
    task: str = choice("xor", "redundant", help="The lesson's captions: see the presets")
    names: int = knob(3, 1, 20, help="redundant: number words in a caption")
    right: float = knob(0.5, 0.0, 1.0, help="redundant: share of them that name the digit")
    hidden: int = knob(64, 1, 2048, help="Width of each hidden layer")
    lr: float = knob(2e-3, 1e-6, 1.0, live=True, log=True, help="Adam's highest learning rate")
    batch: int = knob(128, 1, 4096, help="Pairs in a step")
    steps: int = knob(400, 1, 1_000_000, help="Updates of the weights")
    image: str = text_knob(help="Your table: the column of picture files; empty to find it")
    text: str = text_knob(help="Your table: the column of the texts; empty to find it")
    label: str = text_knob(help="Your table: the column of the classes; empty to find it")
    split: str = text_knob(help="Your table: the column that splits it; empty to find it")
    vocabulary: int = knob(1000, 1, 20_000, help="Your table: most words that are counted")
    encoding: str = text_knob(
        help="Your table: its encoding, such as cp1251; empty to find it", look=checked
    )
    delimiter: str = text_knob(help="Your table: what is between columns: tab, comma, ; … or empty")
    quotes: str = choice("auto", "hold", "text", help="Your table: quotes hold a text, or are text")
    test_share: float = knob(0.278, 0.01, 0.9, help="The share of the data that is for testing")


MAJORITY = Guide("majority", "always the same")
lesson = Lesson(
    package=__name__,
    title="Fusion: two senses",
    says="A picture and its caption: neither says it alone, and adding two opinions is no help.",
    chapter="Practice",
    after=("mlp", "evaluation"),
    params=Fusion,
    shows=("train.py", "model.py", "rules.py", "by_hand.py"),
    variants=VARIANTS,
    race=("early", "late", "joint", "image", "caption"),
    favourite="early",
    panels=[
        Heatmap("P(odd): digit and word", key="odd", hero=True, x="word", y="digit",
                limits=(0, 1), all_networks=True, own_data=True, when={"task": "xor"}),
        Heatmap("Confusion matrix", key="confusion", hero=True, x="called", y="true",
                limits=(0, 1), all_networks=True),
        Bars("Right with both", of="accuracy", limits=(0, 1), references=(MAJORITY,)),
        Bars("Right without the caption", of="no_caption", limits=(0, 1), references=(MAJORITY,)),
        Bars("Right without the image", of="no_image", limits=(0, 1), references=(MAJORITY,)),
        Table("Four points", key="four", columns=("pair", "log-odds"),
              own_data=True, when={"task": "xor"}),
        Series("Right on the test", of=("accuracy",)),
        Table("Beside it", key="beside", columns=("", "both", "no caption", "no image")),
        Images("Pairs of the test", key="pairs"),
        Series("Loss", of=("loss",), unit="nats"),
        Series("Beyond a sum", of=("interaction",), unit="log-odds"),
        Table("By hand, beside torch", key="by_hand", columns=("", "apart at most")),
    ],
    claims=CLAIMS,
    predictions=PREDICTIONS,
    presets=PRESETS,
    data=read_data,
    exports={"predictions": predictions},
    tour=TOUR,
)  # fmt: skip
