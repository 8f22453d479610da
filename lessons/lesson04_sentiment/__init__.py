"""Lesson 4. Is a review good or bad? Where the order of its words decides."""

from dataclasses import dataclass
from typing import Any

from lessons.kit import (
    Bars,
    Guide,
    Heatmap,
    Lesson,
    Series,
    Table,
    Tokens,
    choice,
    knob,
    switch,
)
from lessons.lesson04_sentiment.claims import CLAIMS
from lessons.lesson04_sentiment.predictions import PREDICTIONS
from lessons.lesson04_sentiment.presets import PRESETS
from lessons.lesson04_sentiment.reviews import look_at, read_data
from lessons.lesson04_sentiment.tour import TOUR
from lessons.shared.knobs import LabelledKnobs


@dataclass
class Sentiment(LabelledKnobs):
    """Everything that can be turned."""

    cell: str = choice("lstm", "rnn", "gru", help="The recurrent unit")
    bidirectional: bool = switch(
        False, help="A second network reads from the end", formerly="both_ways"
    )
    pooling: str = choice(
        "last", "padded", "mean", "max", help="How the states become one vector", formerly="read"
    )
    embed: int = knob(48, 1, 1024, help="Width of a word's vector")
    hidden: int = knob(48, 1, 2048, help="Width of the hidden state")
    init_range: float = knob(
        0.25, 1e-4, 10.0, log=True, help="A word's vector starts within ± this", formerly="reach"
    )
    lr: float = knob(4e-3, 1e-6, 10.0, live=True, log=True, help="Adam's learning rate")
    batch: int = knob(64, 1, 4096, help="Texts in one step")
    clip: float = knob(1.0, 1e-4, 1e6, live=True, log=True, help="Longest gradient (lesson 3)")
    dropout: float = knob(0.5, 0.0, 0.95, live=True, help="Share of numbers set to 0 in training")
    word_dropout: float = knob(
        0.1, 0.0, 0.95, live=True, help="Share of words read as unknown in training"
    )
    average_over: int = knob(
        100, 1, 1_000_000, help="Steps whose weights are averaged; 1 is none", formerly="memory"
    )
    unknown: str = choice("own", "padding", help="What a word never seen in training is read as")
    min_count: int = knob(1, 1, 1000, help="A word seen less often in training is unknown")
    most_words: int = knob(20_000, 1, 1_000_000, help="Words in the vocabulary at most")
    task: str = choice("grammar", "twelve", help="The lesson's own data: made up, or 12 sentences")
    fillers: int = knob(3, 0, 10, help="Made-up reviews: most sentences that say nothing")
    unseen: bool = switch(False, help="Made-up reviews: 40 % of context words only in the test")
    every: int = knob(25, 1, 1_000_000, help="Steps between two looks at the validation texts")
    steps: int = knob(700, 1, 1_000_000, help="Updates of the weights")


VARIANTS: dict[str, dict[str, Any]] = {
    "rnn": {"cell": "rnn"},
    "lstm": {"cell": "lstm"},
    "lstm-padded": {"cell": "lstm", "pooling": "padded"},
    "gru": {"cell": "gru"},
    "bilstm": {"cell": "lstm", "bidirectional": True, "pooling": "max"},
}

lesson = Lesson(
    package=__name__,
    title="Sentiment: when the order of words decides",
    says="Good or bad? Networks that read in order against a linear model that counts words.",
    chapter="Words",
    after=("skipgram", "gradients"),
    params=Sentiment,
    shows=("train.py", "model.py", "batches.py", "testing.py", "explain.py"),
    variants=VARIANTS,
    race=tuple(VARIANTS),
    favourite="bilstm",
    panels=[
        Series("Loss", of=("loss",), unit="nats", log=True),
        Series("Loss on validation texts", of=("valid_loss",), unit="nats", log=True),
        Series("Accuracy on validation texts", of=("valid_accuracy",), hero=True),
        Series("Test accuracy ahead of TF-IDF", of=("lead",), guide=Guide(0.0, "TF-IDF")),
        Bars("Accuracy on the test", of="accuracy", limits=(0, 1),
             references=(Guide("linear", "TF-IDF"), Guide("majority", "always one class"))),
        Table("On the test", key="results", columns=("", "acc.", "F1", "macro-F1")),
        Heatmap("Confusion", key="confused", x="said", y="true", numbers=True, by_row=True,
                all_networks=True),
        Heatmap("Class by class", key="class_scores", numbers=True, limits=(0, 1)),
        Heatmap("By kind of clause", key="kind_scores", numbers=True, limits=(0, 1),
                all_networks=True, own_data=True, when={"task": "grammar"}),
        Tokens("What each word does", key="words", unit="log-odds", up="for the verdict",
               down="against it", all_networks=True),
        Table("Test texts", key="examples", columns=("", "said", "p", "text")),
    ],
    claims=CLAIMS,
    predictions=PREDICTIONS,
    presets=PRESETS,
    data=read_data,
    cuda_graph=True,
    peek=look_at,
    tour=TOUR,
)  # fmt: skip
