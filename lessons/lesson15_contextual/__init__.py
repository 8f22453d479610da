"""Lesson 15. One vector for "bank", or one for each use of it?"""

from dataclasses import dataclass

from lessons.kit import (
    Guide,
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
from lessons.lesson15_contextual.page.claims import CLAIMS
from lessons.lesson15_contextual.page.predictions import PREDICTIONS
from lessons.lesson15_contextual.page.presets import PRESETS, VARIANTS
from lessons.lesson15_contextual.page.tour import TOUR
from lessons.lesson15_contextual.reading import look_at, read_data
from lessons.shared.exports import predictions
from lessons.shared.knobs import LabelledKnobs


@dataclass
class Contextual(LabelledKnobs):
    """Everything that can be turned."""

    word: str = text_knob(help="The word that is shown; empty: bank, or a frequent one of yours")
    hide: bool = switch(True, help="Hide the words to guess; off: they are there to be copied")
    sees: str = choice("both", "left", help="A token looks both ways, or only at what came before")
    share: float = knob(0.2, 0.01, 0.9, help="Share of the words that are to be guessed")
    layers: int = knob(1, 0, 12, help="Layers of the encoder; 0: every word is alone")
    width: int = knob(32, 4, 1024, help="Numbers in a vector; a multiple of the heads")
    heads: int = knob(4, 1, 16, help="Heads of attention in each layer")
    lr: float = knob(5e-3, 1e-6, 1.0, live=True, log=True, help="AdamW's highest learning rate")
    batch: int = knob(32, 1, 4096, help="Sentences in one step")
    steps: int = knob(500, 1, 1_000_000, help="Updates of the weights")
    clusters: int = knob(0, 0, 20, help="Your text: groups of uses; 0: as many as fit best")
    reach: int = knob(12, 1, 200, help="Your data: words on either side that are read")
    read: str = choice("auto", "text", "labelled", help="Your data: a text, or labelled sentences")
    most_words: int = knob(8000, 10, 100_000, help="Your data: words in the vocabulary at most")


lesson = Lesson(
    package=__name__,
    title="Contextual: one vector for bank, or one for each use",
    says="A word in two senses. Watch its uses part, and see what else could have told them apart.",
    chapter="Words",
    after=("skipgram", "attention"),
    params=Contextual,
    shows=("train.py", "model.py", "measures.py", "static.py", "by_hand.py"),
    variants=VARIANTS,
    race=("hidden", "copied"),
    favourite="hidden",
    panels=[
        Scatter("Uses of one word", key="map", x="sense", y="shared"),
        Table("Who can tell the senses", key="controls"),
        Heatmap("Attention in one sentence", key="attention", x="looks at"),
        Series("Right on the test", of=("accuracy",), guide=Guide("static_accuracy", "one vector")),
        Series("Cosine: same sense, other sense", of=("same", "cross"), own_data=True),
        Series("Loss", of=("loss",), unit="nats", log=True),
        Table("Uses, in their sentences", key="uses"),
        Table("Nearest uses", key="near"),
        Table("Group by group", key="groups"),
        Table("By hand, beside torch", key="by_hand", columns=("", "apart at most")),
    ],
    claims=CLAIMS,
    predictions=PREDICTIONS,
    presets=PRESETS,
    data=read_data,
    peek=look_at,
    exports={"predictions": predictions},
    tour=TOUR,
)
