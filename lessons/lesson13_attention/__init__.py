"""Lesson 13. Scores, softmax, a mix: attention looks things up, and knows no order."""

from dataclasses import dataclass

from lessons.kit import (
    Guide,
    Heatmap,
    Lesson,
    Lines,
    Params,
    Series,
    Table,
    choice,
    knob,
    switch,
    text_knob,
)
from lessons.kit.data.sources.encodings import checked
from lessons.lesson13_attention.own.brought import read_data
from lessons.lesson13_attention.page.claims import CLAIMS
from lessons.lesson13_attention.page.predictions import PREDICTIONS
from lessons.lesson13_attention.page.presets import PRESETS, VARIANTS
from lessons.lesson13_attention.page.tour import TOUR


@dataclass
class Attention(Params):
    """Everything that can be turned."""

    task: str = choice("recall", "reverse", help="recall: a key's value; reverse: read backwards")
    model: str = choice(
        "attention", "bag", "mlp", help="bag: the mean of all tokens; mlp: all of them in a row"
    )
    heads: int = knob(1, 1, 64, help="Heads: each looks where it likes")
    head_dim: int = knob(32, 1, 1024, help="Width of a head: d in √d")
    scaled: bool = switch(True, live=True, help="Divide the scores by √d")
    positions: str = choice("none", "learned", help="learned: each place has a vector, added")
    mistake: str = choice(
        "none", "tanh", "unsplit", "wide-scale", "viewed", "roles", "chained",
        help="A usual mistake, made on purpose",
    )  # fmt: skip
    pairs: int = knob(8, 1, 64, help="recall: pairs that are read")
    length: int = knob(10, 2, 64, help="reverse: symbols that are read")
    symbols: int = knob(16, 2, 512, help="Different keys, and as many values; different symbols")
    width: int = knob(32, 1, 1024, help="Width of a token's vector")
    hidden: int = knob(64, 1, 4096, help="bag, mlp: units in the hidden layer")
    lr: float = knob(3e-3, 1e-7, 1.0, live=True, log=True, help="Adam's learning rate")
    batch: int = knob(64, 1, 4096, help="Examples in one step")
    key: str = text_knob(help="Your table: the column of the keys, its name or number")
    value: str = text_knob(help="Your table: the column of the values, its name or number")
    delimiter: str = text_knob(help="Your table: what is between columns: tab, comma, ; … or empty")
    encoding: str = text_knob(
        help="Your file: its encoding, such as cp1251; empty to find it", look=checked
    )
    steps: int = knob(600, 1, 1_000_000, help="Updates of the weights")


lesson = Lesson(
    package=__name__,
    title="Attention: scores, softmax, heads",
    says="A key is asked for, and the weights gather on its pair. Watch every row of the matrix.",
    chapter="Attention",
    after=("mlp",),
    params=Attention,
    shows=("train.py", "by_hand.py", "model.py", "mistakes.py"),
    variants=VARIANTS,
    race=tuple(VARIANTS),
    favourite="attention",
    panels=[
        Heatmap("Who looks where", key="weights", x="looks at", limits=(0.0, 1.0)),
        Series(
            "Accuracy on the test", of=("accuracy",), guide=Guide("commonest", "commonest answer")
        ),
        Series("Loss", of=("loss",), unit="nats"),
        Series("Weight on the right token", of=("weight",)),
        Lines("Entropy by head", key="entropy", x="step"),
        Lines("Accuracy by pairs read", key="by_pairs", x="pairs", when={"task": "recall"}),
        Lines("Deviation of scores by d", key="deviation", x="log2 d", log=True),
        Lines("Entropy of weights by d", key="evenness", x="log2 d"),
        Table("By hand, beside torch", key="by_hand", columns=("", "apart at most")),
    ],
    claims=CLAIMS,
    predictions=PREDICTIONS,
    presets=PRESETS,
    data=read_data,
    tour=TOUR,
)
