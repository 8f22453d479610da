"""A lesson that teaches nothing: one panel that moves for ever, and three that hold still."""

from dataclasses import dataclass
from pathlib import Path

from lessons.kit import Data, Heatmap, Images, Lesson, Params, Progress, Series, Text, knob
from lessons.kit.page.params import choice


@dataclass
class Settings(Params):
    """What moves, and how much of it there is."""

    shows: str = choice("chart", "sheet", "colours", "map", help="The panel that moves")
    side: int = knob(8, 2, 64, help="Pixels of an image's side")
    steps: int = knob(1_000_000, 1, 100_000_000, help="Steps, twenty a second")


def no_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """The loop makes up what it shows."""
    return Data(None, {"source": "nothing"})


CURVES = ("a", "b", "c", "d")  # as many as lesson 3 has networks

lesson = Lesson(
    package=__name__,
    title="Something that moves",
    says="A chart, a sheet of images, or a map",
    params=Settings,
    variants={"only": {}},
    race=("only",),
    panels=[
        Series("Loss", of=CURVES, when={"shows": "chart"}),
        Images("Sheet", key="sheet", when={"shows": ("sheet", "colours")}),
        Heatmap("Map", key="map", x="x", y="y", limits=(0, 100), when={"shows": "map"}),
        *(Text(f"Still {n}", key=f"still{n}") for n in range(3)),
    ],
    data=no_data,
)
