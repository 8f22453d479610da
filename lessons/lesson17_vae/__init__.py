"""Lesson 17. A likelihood, a code of two numbers, and how the code collapses."""

from dataclasses import dataclass

from lessons.kit import Guide, Images, Lesson, Lines, Scatter, Series, Table, choice, knob
from lessons.lesson17_vae.binary import read_data
from lessons.lesson17_vae.page.claims import CLAIMS
from lessons.lesson17_vae.page.predictions import PREDICTIONS
from lessons.lesson17_vae.page.presets import PRESETS, VARIANTS
from lessons.lesson17_vae.page.tour import TOUR
from lessons.shared.knobs import ImageKnobs

PLANE = 7
"""Columns of the plane of codes."""
PLACES = "Each place is a code. To the right its first number grows, and upwards its second."


@dataclass
class Vae(ImageKnobs):
    """Everything that can be turned."""

    beta: float = knob(1.0, 0.0, 1e4, live=True, help="Weight of the KL; 1 is the ELBO itself")
    code: int = knob(2, 1, 64, help="Numbers in the code of an image")
    hidden: int = knob(0, 0, 4096, help="Units in a hidden layer; 0: 128, or 400 above 16 × 16")
    layers: int = knob(0, 0, 8, help="Hidden layers, of each of the two; 0: 2, or 1 above 16 × 16")
    mistake: str = choice(
        "none", "detached", "variance", "averaged", help="A usual mistake, made on purpose"
    )
    lr: float = knob(2e-3, 1e-7, 1.0, live=True, log=True, help="Adam's learning rate")
    batch: int = knob(100, 1, 4096, help="Images in one step")
    samples: int = knob(50, 1, 1000, help="Codes that the IWAE bound draws for each image")
    steps: int = knob(1200, 1, 1_000_000, help="Updates of the weights; 15 go through the digits")


lesson = Lesson(
    package=__name__,
    title="VAE: a likelihood, a code, and its collapse",
    says="Two numbers for each image, a plane of images that nobody drew, and a knob that ends it.",
    chapter="Generative",
    after=("mlp",),
    params=Vae,
    shows=("train.py", "model.py", "by_hand.py", "measures.py"),
    variants=VARIANTS,
    race=tuple(VARIANTS),
    favourite="vae",
    panels=[
        Images("The plane of codes, decoded", key="plane", columns=PLANE, plane=True, says=PLACES),
        Series("−ELBO, nats", of=("minus_elbo",), guide=Guide("independent", "each pixel alone")),
        Series("KL, nats", of=("kl",)),
        Scatter("Codes of the test images", key="codes", x="z1", y="z2"),
        Images("The plane in 49 images", key="fine", columns=7, plane=True),
        Series("Reconstruction, nats", of=("reconstruction",)),
        Images("From one image to another", key="walk"),
        Table("In nats, on the test", key="nats", columns=("", "nats")),
        Images("Images, and rebuilt", key="rebuilt", columns=4),
        Images("Samples", key="samples", columns=5),
        Lines("KL of each number of the code", key="units", x="number"),
        Series("Numbers that are used", of=("active",)),
        Series("IWAE, nats", of=("minus_iwae",)),
        Series("Loss", of=("loss",), unit="nats"),
        Table("By hand, beside torch", key="by_hand", columns=("", "apart at most")),
    ],
    claims=CLAIMS,
    predictions=PREDICTIONS,
    presets=PRESETS,
    data=read_data,
    tour=TOUR,
)
