"""Lesson 2. What a network can learn from is what its gradient reaches."""

from dataclasses import dataclass
from typing import Any

from lessons.kit import (
    Bars,
    Guide,
    Heatmap,
    Lesson,
    Lines,
    Params,
    Preset,
    Series,
    Table,
    Text,
    choice,
    knob,
    switch,
    text_knob,
)
from lessons.kit.data.sources.encodings import checked
from lessons.lesson02_gradients.claims import CLAIMS
from lessons.lesson02_gradients.predictions import PREDICTIONS
from lessons.lesson02_gradients.recorded import LINEAR, RADIUS
from lessons.lesson02_gradients.text import read_data
from lessons.lesson02_gradients.tour import TOUR


@dataclass
class Gradients(Params):
    """Everything that can be turned."""

    task: str = choice("text", "recall", help="text: the next character; recall: the first symbol")
    cell: str = choice("rnn", "lstm", "gru", "relu", "linear", help="The recurrent unit")
    start: str = choice(
        "default", "identity", "orthogonal", "gaussian", "forget", "chrono", "wrong-sign",
        help="Where the recurrent weights begin",
    )  # fmt: skip
    gain: float = knob(1.0, 0.01, 10.0, help="orthogonal, gaussian: the spectral radius")
    lag: int = knob(50, 1, 500, help="Steps back: recalled, looked at, and chrono's span")
    symbols: int = knob(4, 2, 64, help="recall: different symbols; chance is one of so many")
    lr: float = knob(0.015, 1e-6, 10.0, live=True, log=True, help="Adam's rate at its highest")
    decay: bool = switch(True, help="Let the rate climb for 20 steps, then fall by a cosine")
    clip: float = knob(1.0, 1e-4, 1e9, live=True, log=True, help="Longest gradient (lesson 3)")
    temperature: float = knob(0.7, 0.05, 5.0, live=True, log=True, help="text: below 1 is safer")
    length: int = knob(
        200, 1, 10_000, live=True, log=True, help="text: characters that an answer goes on for"
    )
    held_out: str = choice(
        "tenths", "end", help="text: never trained on: the end of each tenth, or the last tenth"
    )
    embed: int = knob(64, 1, 1024, help="Width of a character's or symbol's vector")
    hidden: int = knob(128, 1, 4096, help="Width of the hidden state")
    window: int = knob(64, 1, 2000, help="text: characters read at once, and steps back in time")
    batch: int = knob(32, 1, 4096, help="Windows or sequences in one step")
    encoding: str = text_knob(
        help="Your file: its encoding, such as cp1251; empty to find it", look=checked
    )
    steps: int = knob(150, 1, 1_000_000, help="Updates of the weights")


VARIANTS = {
    "rnn": {"cell": "rnn", "start": "default"},
    "irnn": {"cell": "relu", "start": "identity"},
    "lstm": {"cell": "lstm", "start": "default"},
    "lstm-forget": {"cell": "lstm", "start": "forget"},
    "lstm-chrono": {"cell": "lstm", "start": "chrono"},
    "gru": {"cell": "gru", "start": "default"},
    "gru-chrono": {"cell": "gru", "start": "chrono"},
}
WRONG = {name: VARIANTS[name] for name in ("gru", "gru-chrono")} | {
    "gru-wrong-sign": {"cell": "gru", "start": "wrong-sign"}
}
SMALL = {
    "task": "recall", "hidden": 32, "embed": 16, "batch": 64, "lr": 0.005, "decay": False,
    "steps": 300,
}  # fmt: skip
TEXT, RECALLING = {"task": "text"}, {"task": "recall"}
TENTHS: dict[str, Any] = TEXT | {"held_out": (None, "tenths")}  # None: a run from before the choice
END: dict[str, Any] = TEXT | {"held_out": "end"}
READERS = ("reader", "nats", "bits", "perplexity")

lesson = Lesson(
    package=__name__,
    title="Why the char-RNN forgets",
    says="What arrives of an error, one step back, ten, fifty; and what a cell can then learn.",
    chapter="Sequences",
    params=Gradients,
    shows=("train.py", "reach.py", "cells.py", "starts.py"),
    variants=VARIANTS,
    race=("rnn", "lstm", "gru"),
    favourite="lstm",
    panels=[
        Lines("What arrives, by lag", key="lags", x="steps back", log=True),
        Series("Arrives at the first step, decades", of=("reach_h",)),
        Series("Loss, nats a character", of=("loss", "held_out"), when=TEXT),
        Series("Right answers", of=("accuracy",), when=RECALLING),
        Heatmap("What arrives, decades", key="map", x="step", y="steps back", unit="decades"),
        Series("Loss", of=("loss",), unit="nats", when=RECALLING),
        Series(
            "Knows whose animal it is", of=("near", "far"), when=TEXT, own_data=True,
            guide=Guide(1 / 6, "a guess"),
        ),
        Text("What it writes", key="sample", prompt="The ", all_networks=True, when=TEXT),
        Table("Beside counting (end of each tenth)", key="counting", when=TENTHS, columns=READERS),
        Table("Beside counting (last tenth)", key="counting", when=END, columns=READERS),
        Bars("Held-out loss (end of each tenth)", of="held_out", unit="nats/char", when=TENTHS),
        Bars("Held-out loss (last tenth)", of="held_out", unit="nats/char", when=END),
        Bars("Right answers at the end", of="accuracy", limits=(0, 1), when=RECALLING),
    ],
    claims=CLAIMS,
    predictions=PREDICTIONS,
    presets=[
        Preset(
            "recall",
            "Remember one symbol over 50 steps: only the gates that start out keeping learn it",
            SMALL,
            {name: VARIANTS[name] for name in VARIANTS if name != "irnn"},
        ),
        Preset(
            "short",
            "The same over 4 steps: here nothing vanishes, and the plain RNN learns it too",
            SMALL | {"lag": 4, "steps": 200},
            {name: VARIANTS[name] for name in ("rnn", "lstm", "gru")},
        ),
        Preset(
            "relu",
            "A ReLU does not cure it; from W = I the path is open, and training closes it",
            SMALL,
            {"relu": {"cell": "relu", "start": "default"}, "irnn": VARIANTS["irnn"]},
        ),
        Preset(
            "linear",
            "No activation and W = gain · orthogonal: exactly gain^lag arrives, until it trains",
            SMALL | {"steps": 100},
            LINEAR,
        ),
        Preset(
            "radius",
            "Three networks of spectral radius 1.1: one explodes by the book, and tanh vanishes",
            SMALL | {"steps": 100},
            RADIUS,
        ),
        Preset(
            "wrong-sign",
            "Known bad: a GRU's bias by the other convention makes it forget on purpose",
            SMALL | {"steps": 100},
            WRONG,
        ),
    ],
    data=read_data,
    cuda_graph=True,
    tour=TOUR,
)  # fmt: skip
