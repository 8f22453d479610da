"""A lesson whose loop breaks the process it runs in, when it is told to."""

from dataclasses import dataclass
from pathlib import Path

from lessons.kit import Data, Lesson, Params, Progress, Series, choice, knob


@dataclass
class Faulty(Params):
    how: str = choice("not", "segfault", "abort", "exit", "stop", help="What happens")
    at: int = knob(20, 1, 1_000_000, help="The step at which it happens")
    steps: int = knob(60, 1, 10_000_000, help="Steps of training")
    slow: float = knob(0.0, 0.0, 5.0, help="Seconds to sleep in each step")


def nothing(path: Path | None, hp: Params, progress: Progress) -> Data:
    return Data(None, {"source": "nothing"})


lesson = Lesson(
    package=__name__,
    title="What breaks",
    says="Ends its worker",
    params=Faulty,
    variants={"one": {}, "other": {}},
    race=("one", "other"),
    panels=[Series("Loss", of=("loss",))],
    data=nothing,
)
