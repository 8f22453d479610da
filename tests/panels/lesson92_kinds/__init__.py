"""A lesson with a panel of every kind: what each looks like among the others."""

from dataclasses import dataclass
from pathlib import Path

from lessons.kit import Bars, Data, Lesson, Params, Progress, Series, knob
from tests.panels.samples import SAMPLES


@dataclass
class Kinds(Params):
    steps: int = knob(3, 1, 1000, help="Steps of training")


def nothing(path: Path | None, hp: Params, progress: Progress) -> Data:
    return Data(None, {"source": "nothing"})


lesson = Lesson(
    package=__name__,
    title="Every kind",
    says="A panel of each",
    params=Kinds,
    variants={"calm": {}, "wild": {}},
    race=("calm", "wild"),
    panels=[
        Series("Both losses", of=("d_loss", "g_loss")),
        Bars("Loss at the end", of="d_loss"),
        *(sample.panel for sample in SAMPLES),
    ],
    data=nothing,
    watched=("d_loss", "g_loss"),
)
