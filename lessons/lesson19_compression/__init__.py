"""Lesson 19. Smaller, and what is lost: bits, zeros, and a student of the large network."""

from dataclasses import dataclass

from lessons.kit import (
    Bars,
    Histogram,
    Lesson,
    Lines,
    Series,
    Table,
    choice,
    knob,
    switch,
    text_knob,
)
from lessons.lesson19_compression.brought import read_data
from lessons.lesson19_compression.page.claims import CLAIMS
from lessons.lesson19_compression.page.predictions import PREDICTIONS
from lessons.lesson19_compression.page.presets import PRESETS, RACE, VARIANTS
from lessons.lesson19_compression.page.tour import TOUR
from lessons.shared.knobs import ClassKnobs, ImageKnobs


@dataclass
class Compression(ClassKnobs, ImageKnobs):
    """Everything that can be turned."""

    bits: int = knob(2, 2, 8, live=True, help="Bits of a weight: 2 bits are three levels")
    scales: str = choice(
        "channel", "tensor", help="A scale for each row of a matrix, or one for all"
    )
    aware: bool = switch(False, help="Train with the weights rounded (straight-through)")
    rescale: float = knob(
        1.0, 1.0, 10_000.0, log=True, help="8 units count so much more, and are divided again"
    )
    task: str = choice("bits", "pruning", "distillation", help="How it is made smaller")
    sparsity: float = knob(
        0.9, 0.0, 0.999, live=True, help="pruning: the share of weights that become 0"
    )
    criterion: str = choice("magnitude", "random", help="pruning: which weights go")
    schedule: str = choice(
        "once",
        "gradual",
        "never",
        help="pruning: at once, or in ten rounds; never: not in training",
    )
    labels: int = knob(
        50, 0, 1_000_000_000, help="distillation: examples that the student sees; 0 is all"
    )
    soft: bool = switch(True, help="distillation: learn what the teacher says, not the label")
    temperature: float = knob(
        4.0, 0.1, 100.0, live=True, log=True, help="distillation: the scores are divided by it"
    )
    hidden_class: int = knob(
        -1, -1, 1000, help="distillation: the student sees no example of this class; -1: of all"
    )
    student: int = knob(16, 1, 4096, help="distillation: hidden units of the student")
    repeats: int = knob(8, 1, 64, help="distillation: students side by side; shown is their mean")
    run: str = text_knob(
        is_run=True, help="A run of yours, of lesson 4, 6 or 11: NAME or NAME:VARIANT:SEED"
    )
    lr: float = knob(2e-3, 1e-6, 10.0, live=True, log=True, help="Adam's first learning rate")
    batch: int = knob(64, 1, 65_536, help="Examples in a step")
    test_share: float = knob(0.278, 0.01, 0.9, help="The share that is only for testing")
    steps: int = knob(800, 1, 1_000_000, help="Updates of the weights")


BITS, PRUNING, TAUGHT = {"task": "bits"}, {"task": "pruning"}, {"task": "distillation"}

lesson = Lesson(
    package=__name__,
    title="Compression: smaller, and what is lost",
    says="Two bits for a weight instead of 32. Which networks bear it, and why?",
    chapter="Practice",
    after=("mlp", "cnn"),
    params=Compression,
    shows=("train.py", "quantise.py", "pruning.py", "distil.py", "packed.py", "measured.py"),
    variants=VARIANTS,
    race=RACE,
    favourite="channel",
    panels=[
        Lines("Right by bits", key="by_bits", x="bits", hero=True, when=BITS),
        Lines("Right by share of zeros", key="by_zeros", x="zeros", hero=True, when=PRUNING),
        Series("Right on the test", of=("small",), hero=True, when=TAUGHT),
        Series("Right, compressed", of=("small",), when={"task": ("bits", "pruning")}),
        Series("Right, whole", of=("accuracy",), when={"task": ("bits", "pruning")}),
        Table("Files, as written", key="measured", columns=("", "bytes", "share", "right")),
        Histogram("Weights of the first layer", key="weights", x="weight"),
        Lines("Largest weight of each row", key="rows", x="row", log=True, when=BITS),
        Bars("Right, compressed, at the end", of="small", limits=(0, 1)),
        Series("Weights that are 0", of=("zeros",), when=PRUNING),
        Table("What the teacher says", key="said", columns=("", "T = 1", "T = 4", "T = 10"),
              when=TAUGHT),
        Series("Examples of the hidden class found", of=("recall",), when=TAUGHT),
        Series("Loss", of=("loss",), unit="nats", log=True),
    ],
    claims=CLAIMS,
    predictions=PREDICTIONS,
    presets=PRESETS,
    data=read_data,
    tour=TOUR,
)  # fmt: skip
