"""Lesson 12. Sequences: what each cell can know at a step, and what no cell can."""

from dataclasses import dataclass

from lessons.kit import (
    Bars,
    Guide,
    Heatmap,
    Lesson,
    Lines,
    Series,
    Table,
    choice,
    knob,
    switch,
    text_knob,
)
from lessons.lesson12_sequences.display.exported import predicted_rows
from lessons.lesson12_sequences.own.brought import read_data
from lessons.lesson12_sequences.page.claims import CLAIMS
from lessons.lesson12_sequences.page.predictions import PREDICTIONS
from lessons.lesson12_sequences.page.presets import PRESETS, VARIANTS
from lessons.lesson12_sequences.page.tour import TOUR
from lessons.shared.knobs import LabelledKnobs


@dataclass
class Sequences(LabelledKnobs):
    """Everything that can be turned."""

    task: str = choice(
        "xor", "and", "next", "parity", "odd", "delay", "adding",
        help="xor, and: with the next bit; next: the next bit; parity: ones so far; odd: once, "
        "at the end; delay: the bit of `gap` ago; adding: two numbers",
    )  # fmt: skip
    cell: str = choice("rnn", "gru", "lstm", help="The recurrent unit")
    bidirectional: bool = switch(False, help="A second cell reads from the end")
    late: int = knob(0, 0, 100, help="The answer for a step is given so many steps later")
    read: str = choice(
        "last", "padded", "mean", "max", help="odd, adding, your texts: which state is read"
    )
    hidden: int = knob(8, 1, 4096, help="Width of the hidden state")
    weights: int = knob(
        0, 0, 10_000_000, help="As wide as so many weights allow; 0 is as `hidden` says"
    )
    forget: float = knob(0.0, -20.0, 20.0, help="lstm: added to its forget gate's first bias")
    length: int = knob(20, 2, 1000, help="Steps of a sequence")
    shortest: int = knob(0, 0, 1000, help="Lengths vary from this one on; 0: all are alike")
    gap: int = knob(5, 0, 500, help="delay: how many steps ago")
    lr: float = knob(0.01, 1e-6, 10.0, live=True, log=True, help="Adam's learning rate")
    clip: float = knob(1.0, 1e-4, 1e6, live=True, log=True, help="Longest gradient (lesson 3)")
    batch: int = knob(32, 1, 4096, help="Sequences in one step")
    kind: str = choice("auto", "tags", "texts", help="Your file: a tag for each word, or a class")
    token: str = text_knob(help="Your tags: the column of the words, by number or name")
    tag: str = text_knob(help="Your tags: the column of the tags; -1 is the last")
    header: str = choice("auto", "yes", "no", help="Your tags: whether line 1 names the columns")
    embed: int = knob(32, 1, 1024, help="Your file: width of a word's vector")
    word_dropout: float = knob(
        0.1, 0.0, 0.95, help="Your file: share of words read as unknown in training"
    )
    steps: int = knob(150, 1, 1_000_000, help="Updates of the weights")


TAGGED = {"task": ("xor", "and", "next", "parity", "delay")}
CLASSED = {"task": ("xor", "and", "next", "parity", "delay", "odd")}

lesson = Lesson(
    package=__name__,
    title="Sequences: what can be known at a step, and what is remembered",
    says="A tag needs the next word. Twenty-five times the weights do not help; one step does.",
    chapter="Sequences",
    after=("gradients", "clipping"),
    params=Sequences,
    shows=("train.py", "model.py", "cells.py", "tasks.py", "counting.py"),
    variants=VARIANTS,
    race=("rnn", "lstm", "birnn", "late"),
    favourite="birnn",
    panels=[
        Series("Accuracy", of=("accuracy",), when=CLASSED,
               guide=Guide("best", "best without the future")),
        Series("Squared error", of=("error",), log=True, when={"task": "adding"},
               guide=Guide(1 / 6, "reads nothing")),
        Heatmap("P(tag 1) by this bit and the next", key="truth", x="next", y="bit",
                numbers=True, limits=(0.0, 1.0), own_data=True,
                when={"task": ("xor", "and", "next")}),
        Lines("What moves the answer", key="influence", x="steps from it"),
        Heatmap("One sequence", key="sequence", x="bit", limits=(0.0, 1.0), own_data=True,
                when=TAGGED),
        Series("Loss", of=("loss",), log=True),
        Bars("Accuracy at the end", of="accuracy", limits=(0, 1), when=CLASSED),
        Bars("Squared error at the end", of="error", when={"task": "adding"}),
        Table("Beside it", key="beside", columns=("", "score", "")),
        Heatmap("Class by class", key="class_scores", numbers=True, limits=(0, 1), when=CLASSED),
        Heatmap("Confusion", key="confusion", x="said", y="true", numbers=True, by_row=True,
                all_networks=True, when=CLASSED),
        Table("Examples", key="examples", columns=("", "")),
        Table("Counted", key="counted", columns=("", "width", "weights")),
        Table("By hand, beside torch", key="by_hand", columns=("", "apart at most")),
    ],
    claims=CLAIMS,
    predictions=PREDICTIONS,
    presets=PRESETS,
    data=read_data,
    exports={"predictions": predicted_rows},
    tour=TOUR,
)  # fmt: skip
