"""The page: what can be turned, what is drawn, what is claimed. It never imports torch."""

from dataclasses import dataclass
from pathlib import Path

from lessons.kit import (
    BadUsage,
    Data,
    Guide,
    Heatmap,
    Lesson,
    Params,
    Prediction,
    Preset,
    Progress,
    Series,
    choice,
    knob,
)

from .claims import CLAIMS, above_sixty
from .tour import TOUR


@dataclass
class Settings(Params):
    """Everything that can be turned; live ones while it trains."""

    shape: str = choice("bent", "straight", help="straight: no tanh between the two layers")
    hidden: int = knob(8, 1, 256, help="Units between the two layers")
    lr: float = knob(0.05, 1e-5, 10.0, live=True, log=True, help="Adam's learning rate")
    batch: int = knob(64, 1, 4096, help="Points in one step")
    steps: int = knob(300, 1, 1_000_000, help="Updates of the weights")


def no_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """Nothing is read: the loop draws its points. What it returns is `run.data` there."""
    if path is not None:
        raise BadUsage("this lesson draws its own points", "leave --data out")
    return Data(None, {"source": "points drawn at random"})


lesson = Lesson(
    package=__name__,
    title="TITLE",
    says="Two layers with an activation between them, or without: which tells quadrants apart?",
    chapter="",  # a heading of your own in the menu; without one it stands under "Other lessons"
    after=(),  # what should come before, such as ("gradients", "lesson5")
    params=Settings,
    shows=("train.py",),
    variants={"bent": {"shape": "bent"}, "straight": {"shape": "straight"}},
    race=("bent", "straight"),
    panels=[
        Series("Loss", of=("loss",), guide=Guide(0.6931, "guessing")),  # log 2
        Series("Share that is right", of=("right",), guide=Guide(0.5, "guessing")),
        Heatmap("What it answers", key="answers", x="x", y="y"),
    ],
    data=no_data,
    claims=CLAIMS,
    predictions=[
        Prediction(
            "Will the straight network get more than 60% right?",
            ("yes", "no"),
            above_sixty,
            "Two layers without an activation are one, and its plane does best when it lies flat.",
            panel="Share that is right",
            needs=("straight",),
            claims=("straight-guesses",),
        )
    ],
    presets=[
        Preset("narrow", "Known bad: a single unit, which is one too few", {"hidden": 1}),
        Preset("wide", "64 units: more than it takes, and no harm", {"hidden": 64}),
    ],
    tour=TOUR,
)
