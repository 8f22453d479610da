"""Lesson 14. A transformer: what it is told of places, what it must not see, and how it copies."""

from dataclasses import dataclass

from lessons.kit import (
    Bars,
    Guide,
    Heatmap,
    Lesson,
    ManyDevices,
    Params,
    Series,
    Table,
    Text,
    choice,
    knob,
    switch,
    text_knob,
)
from lessons.kit.data.sources.encodings import checked
from lessons.lesson14_transformer.page.claims import CLAIMS
from lessons.lesson14_transformer.page.predictions import PREDICTIONS
from lessons.lesson14_transformer.page.presets import PRESETS, VARIANTS
from lessons.lesson14_transformer.page.tour import TOUR
from lessons.lesson14_transformer.text import read_data


@dataclass
class Transformer(Params):
    """Everything that can be turned."""

    task: str = choice("induction", "text", help="Repeated strings, or the next character")
    layers: int = knob(2, 1, 48, help="Blocks, one on top of the other")
    heads: int = knob(2, 1, 64, help="Heads of each layer; they share the width")
    width: int = knob(32, 2, 2048, help="Numbers that stand for a token")
    mlp: int = knob(0, 0, 16, help="Units of each block's MLP, in widths; 0: no MLP")
    positions: str = choice(
        "learned", "sinusoidal", "rotary", "none", help="How it is told where a token stands"
    )
    mask: bool = switch(True, help="Hide what comes later, as it must be")
    smear: bool = switch(False, help="Mix each key with the one before it, by a learned share")
    period: int = knob(0, 0, 26, help="induction: length of all strings; 0: 6 to 12, at random")
    context: int = knob(24, 4, 4096, help="Tokens that it reads at once")
    lr: float = knob(1e-2, 1e-6, 1.0, live=True, log=True, help="AdamW's rate at its highest")
    weight_decay: float = knob(0.0, 0.0, 10.0, help="AdamW: what matrices shrink by")
    dropout: float = knob(0.0, 0.0, 0.9, help="Share of each output set to 0 in training")
    temperature: float = knob(0.8, 0.05, 5.0, live=True, log=True, help="text: below 1 is safer")
    top_k: int = knob(0, 0, 100_000, live=True, help="text: draw from so many; 0: from all")
    length: int = knob(300, 1, 10_000, live=True, log=True, help="text: characters of an answer")
    lines: str = choice("auto", "on", "off", help="Your file: each line by itself, such as a name")
    encoding: str = text_knob(
        help="Your file: its encoding, such as cp1251; empty to find it", look=checked
    )
    batch: int = knob(16, 1, 4096, help="Sequences in one step")
    steps: int = knob(300, 1, 1_000_000, help="Updates of the weights")


INDUCTION, TEXT = {"task": "induction"}, {"task": "text"}

lesson = Lesson(
    package=__name__,
    title="Transformer: positions, masks, and a leak",
    says="Two layers learn to copy, all of a sudden; one cannot. And a loss too good to be true.",
    chapter="Attention",
    after=("attention",),
    params=Transformer,
    shows=("train.py", "model.py", "positions.py", "induction.py", "characters.py", "writing.py"),
    variants=VARIANTS,
    race=tuple(VARIANTS),
    favourite="two-layers",
    panels=[
        Heatmap("Who looks at whom", key="attention", x="looks at"),
        Series("Copied right", of=("accuracy",), when=INDUCTION),
        Series(
            "Weight on what followed before", of=("induction_1", "induction_2"), when=INDUCTION
        ),
        Series("Weight on the token before", of=("previous_1", "previous_2"), when=INDUCTION),
        Series("Loss", of=("loss",), unit="nats", log=True, when=INDUCTION),
        Bars("Copied right at the end", of="accuracy", limits=(0, 1), when=INDUCTION),
        Series(
            "Loss, nats a character", of=("loss", "held_out"), log=True, when=TEXT,
            guide=Guide("floor", "the floor"),
        ),
        Series(
            "Honest loss, on prefixes alone", of=("honest",), unit="nats/char", when=TEXT,
            guide=Guide("floor", "the floor"),
        ),
        Text("What it writes", key="sample", all_networks=True, when=TEXT),
        Series("What scores know of later text", of=("leak",), when=TEXT),
        Heatmap("How alike places look", key="places", x="place", y="place"),
        Table("By hand, beside torch", key="by_hand", columns=("", "apart at most")),
    ],
    devices=ManyDevices("batch"),
    claims=CLAIMS,
    predictions=PREDICTIONS,
    presets=PRESETS,
    data=read_data,
    tour=TOUR,
)  # fmt: skip
