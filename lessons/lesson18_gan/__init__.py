"""Lesson 18. Two losses against each other, and eight modes that one of them may lose."""

from dataclasses import dataclass

from lessons.kit import (
    Guide,
    Heatmap,
    Images,
    Lesson,
    Series,
    Table,
    choice,
    knob,
    switch,
)
from lessons.lesson18_gan.brought import read_data
from lessons.lesson18_gan.page.claims import CLAIMS
from lessons.lesson18_gan.page.predictions import PREDICTIONS
from lessons.lesson18_gan.page.presets import PRESETS, VARIANTS
from lessons.lesson18_gan.page.tour import TOUR
from lessons.shared.knobs import ImageKnobs


@dataclass
class GAN(ImageKnobs):
    """Everything that can be turned."""

    task: str = choice("ring", "images", help="A ring of eight Gaussians, or images")
    objective: str = choice("non-saturating", "minimax", help="What G makes small")
    trains: str = choice("both", "only-d", "only-g", live=True, help="Who takes a step")
    lr_g: float = knob(1e-3, 1e-7, 1.0, live=True, log=True, help="G's learning rate")
    lr_d: float = knob(1e-3, 1e-7, 1.0, live=True, log=True, help="D's learning rate")
    d_steps: int = knob(1, 1, 20, live=True, help="Steps of D for each step of G")
    r1: float = knob(0.0, 0.0, 1000.0, live=True, help="R1: × |∇D|² on real ones; 0: none")
    decay: bool = switch(False, help="In the second half both learning rates fall to 0")
    beta1: float = knob(0.9, 0.0, 0.9999, help="Adam: what is kept of the gradients a step")
    beta2: float = knob(0.999, 0.0, 0.99999, help="Adam: what is kept of the squares a step")
    starts: int = knob(1, 1, 64, help="GANs from starts of their own, trained at once")
    hidden: int = knob(64, 1, 2048, help="Units in each of the two hidden layers")
    z: int = knob(2, 1, 512, help="Numbers of noise that G is given for a sample")
    batch: int = knob(128, 1, 4096, help="Real ones, and generated ones, in one step")
    steps: int = knob(2500, 1, 1_000_000, help="Steps of G")


RING = {"task": "ring"}
IMAGES = {"task": "images"}
USUAL, MINIMAX = {"objective": "non-saturating"}, {"objective": "minimax"}
ONE, SEVERAL = {"starts": 1}, {"starts": tuple(range(2, 65))}

lesson = Lesson(
    package=__name__,
    title="GAN: two losses, eight modes",
    says="A generator and its judge learn against each other. Some starts lose half of the ring.",
    chapter="Generative",
    after=("mlp", "optimizers"),
    params=GAN,
    shows=("train.py", "networks.py", "losses.py", "by_hand.py", "ring.py"),
    variants=VARIANTS,
    race=("plain", "r1-decay"),
    favourite="r1-decay",
    watched=("d_loss", "g_loss"),
    panels=[
        Heatmap("Samples over D", key="plane", x="x", y="y", limits=(0, 100), when=RING),
        Heatmap("Modes by start", key="by_start", x="step", limits=(0, 8), when=RING | SEVERAL),
        Series("Modes", of=("modes",), when=RING, guide=Guide(8, "all")),
        Series("Share within 3σ", of=("within",), when=RING, guide=Guide(0.65, "the bar")),
        Series("Share of starts with all modes", of=("all_there",), when=RING | SEVERAL),
        Images("Generated", key="samples", when=IMAGES),
        Images("The nearest real ones", key="nearest", when=IMAGES),
        Series("Classes generated", of=("classes",), when=IMAGES),
        Series("Confidence of the judge", of=("confidence",), when=IMAGES),
        Series(
            "Distance to the nearest real one",
            of=("far",),
            when=IMAGES,
            guide=Guide(1.0, "real test images"),
        ),
        Table("The judge, a classifier", key="judge", columns=("", "share"), when=IMAGES),
        Table("Classes", key="shares", columns=("", "real", "generated"), when=IMAGES),
        Series("D's loss", of=("d_loss",), unit="nats", guide=Guide(1.386, "D guesses")),
        Series(
            "G's loss", of=("g_loss",), unit="nats", guide=Guide(0.693, "D guesses"), when=USUAL
        ),
        Series(
            "G's loss, minimax",
            of=("g_loss",),
            unit="nats",
            guide=Guide(-0.693, "D guesses"),
            when=MINIMAX,
        ),
        Series("D says real: of real, of generated", of=("d_real", "d_fake")),
        Heatmap("Modes by seed", key="by_start", x="step", limits=(0, 8), when=RING | ONE),
        Table("By hand, beside torch", key="by_hand", columns=("", "apart at most")),
    ],
    claims=CLAIMS,
    predictions=PREDICTIONS,
    presets=PRESETS,
    data=read_data,
    tour=TOUR,
)
