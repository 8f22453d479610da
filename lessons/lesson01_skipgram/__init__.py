"""Lesson 1. A word is known by its company: vectors learned from who stands beside whom."""

from dataclasses import dataclass
from typing import Any

from lessons.kit import (
    Guide,
    Heatmap,
    Lesson,
    ManyDevices,
    Params,
    Preset,
    Scatter,
    Series,
    Table,
    choice,
    knob,
    text_knob,
)
from lessons.kit.data.sources.encodings import checked
from lessons.lesson01_skipgram.claims import CLAIMS, EXCERPTS, PLANTED, STARTS, WIDTHS
from lessons.lesson01_skipgram.exports import word2vec
from lessons.lesson01_skipgram.predictions import PREDICTIONS
from lessons.lesson01_skipgram.text import look_at, read_data
from lessons.lesson01_skipgram.tour import TOUR


@dataclass
class SkipGramSettings(Params):
    """Everything that can be turned."""

    objective: str = choice(
        "negative", "softmax", "sampled", help="What the vectors are trained to predict"
    )
    order: str = choice("kept", "shuffled", help="The text's words as they stand, or in no order")
    trainer: str = choice(
        "auto", "counts", "stream", help="Count all pairs or read along; auto: your text is read"
    )
    corpus: str = choice("relations", "tiny", help="The lesson's text, without --data")
    drawn: int = knob(0, 0, 1_000_000, help="Which sentences the planted language says")
    excerpt: int = knob(0, 0, 1_000_000_000, help="Learn so many first sentences; 0 is all")
    dim: int = knob(0, 0, 1000, help="Numbers in a word's vector; 0: 24, or 100 for your text")
    window: int = knob(4, 1, 20, help="How far a context may be from its centre")
    negatives: int = knob(5, 1, 50, help="Noise words against each word of the text (k)")
    lr: float = knob(
        0.05, 1e-6, 10.0, live=True, log=True, help="Adam's learning rate, falling to 0"
    )
    rate: float = knob(0.025, 1e-6, 10.0, live=True, log=True, help="stream: SGD's, falling to 0")
    init: float = knob(0.1, 1e-6, 10.0, log=True, help="Size of the numbers at the start")
    starts: int = knob(4, 1, 64, help="Random starts trained side by side, where pairs are counted")
    batch: int = knob(512, 1, 100_000, help="sampled: pairs in one step")
    passes: float = knob(0.0, 0.0, 1000.0, help="stream: times the text is read; 0: by its length")
    encoding: str = text_knob(
        help="Your file: its encoding, such as cp1251; empty to find it", look=checked
    )
    min_count: int = knob(5, 1, 1_000_000, help="Your text: leave out words that are rarer")
    subsample: float = knob(
        0.0, 0.0, 1.0, help="stream: thin out words above this share; 0: by its length, 1: none"
    )
    show: str = text_knob("", help="Words to draw, with spaces between; empty: some are chosen")
    projection: str = choice("pca", "tsne", live=True, help="How the map is made flat")
    steps: int = knob(300, 1, 1_000_000, help="Updates from counts; stretches of a stream")


NEGATIVE: dict[str, Any] = {"objective": "negative"}
SOFTMAX: dict[str, Any] = {"objective": "softmax"}
VARIANTS: dict[str, dict[str, Any]] = {
    "softmax": SOFTMAX,
    "negative": NEGATIVE,
    "shuffled": NEGATIVE | {"order": "shuffled"},
    "narrow": SOFTMAX | {"dim": 4},
    "sampled": {"objective": "sampled"},
    "banded": NEGATIVE | {"trainer": "stream"},
}

lesson = Lesson(
    package=__name__,
    title="Words as vectors: Skip-Gram",
    says="A word is known by its company. When is king − man + woman queen, and when is it noise?",
    chapter="Words",
    params=SkipGramSettings,
    shows=("train.py", "counted.py", "sampled.py", "banded.py", "model.py", "measures.py"),
    variants=VARIANTS,
    race=("softmax", "negative", "shuffled", "narrow"),
    favourite="negative",  # the one that every text can train
    panels=[
        Series("Loss", of=("loss",), unit="nats a pair"),
        Series("Above the floor", of=("gap",), unit="nats a pair", log=True, own_data=True),
        Series(
            "Held-out gain over word counts",
            of=("held_out",),
            guide=Guide(0.0, "word counts"),
            unit="nats a pair",
            when=PLANTED,
        ),
        Series("Analogies right", of=("analogy",), when=PLANTED, own_data=True),
        Series("Neighbours that two starts share", of=("agreement",), own_data=True),
        Scatter("Map of words", key="map"),
        Table("Nearest", key="neighbours", columns=("word", "1", "2", "3", "4", "5")),
        Table(
            "Analogies",
            key="analogies",
            columns=("question", "wanted", "nearest", "nearest of the other words"),
            when=PLANTED,
            own_data=True,
        ),
        Heatmap("Cosines between words of the map", key="cosines", limits=(-1, 1), unit="cosine"),
    ],
    devices=ManyDevices(when={"trainer": "stream"}),
    claims=CLAIMS,
    predictions=PREDICTIONS,
    presets=[
        Preset(
            "tiny",
            "Five sentences: a perfect loss, and neighbours that change with every start",
            {"corpus": "tiny", "window": 2, "dim": 16, "init": 1.0, "starts": 12},
            {"softmax": SOFTMAX, "negative": NEGATIVE},
        ),
        Preset("width", "4 to 24 numbers a word: how much room a relation needs", {}, WIDTHS),
        Preset("text", "200 to 3,000 sentences: how much text a relation needs", {}, EXCERPTS),
        Preset(
            "sampled",
            "Expected, drawn pair by pair, and in blocks along the text: three ways, one goal",
            {"batch": 2048, "passes": 40.0},
            {name: VARIANTS[name] for name in ("negative", "sampled", "banded")},
        ),
        Preset("loud", "Known bad: start ten times larger, and the vectors stay noise", {}, STARTS),
    ],
    data=read_data,
    peek=look_at,
    exports={"word2vec": word2vec},
    tour=TOUR,
)
