"""A lesson that teaches nothing: a loop whose step is as short or as long as is wanted."""

from dataclasses import dataclass
from pathlib import Path

from lessons.kit import Data, Lesson, Params, Progress, Series, knob


@dataclass
class Settings(Params):
    """How long a step takes."""

    width: int = knob(1, 1, 4096, help="Numbers in a point")
    batch: int = knob(32, 1, 4096, help="Points in one step")
    steps: int = knob(1_000_000, 1, 100_000_000, help="Updates of the weights")


def no_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """The loop draws its own points."""
    return Data(None, {"source": "points drawn at random"})


lesson = Lesson(
    package=__name__,
    title="A loop",
    says="One network and two scalars",
    params=Settings,
    variants={"only": {}},
    race=("only",),
    panels=[Series("Loss", of=("loss",)), Series("Weight", of=("weight",))],
    data=no_data,
)
