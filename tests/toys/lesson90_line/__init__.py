"""A lesson of two parameters: small enough to test the machinery in milliseconds."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import sleep
from typing import Any

from lessons.kit import (
    Bars,
    Claim,
    Data,
    Guide,
    Heatmap,
    History,
    Image,
    Lesson,
    Lines,
    ManyDevices,
    OneOf,
    Params,
    Prediction,
    Preset,
    Progress,
    Scatter,
    Series,
    Table,
    Text,
    TourStep,
    Verdict,
    choice,
    judged,
    knob,
    least,
    reached,
    read_text,
    switch,
    turned,
)


@dataclass
class Line(Params):
    optimizer: str = choice("sgd", "adam", help="What takes the step")
    lr: float = knob(0.1, 1e-5, 10.0, live=True, log=True, help="Learning rate")
    batch: int = knob(8, 1, 512, help="Points in a step")
    noise: bool = switch(True, help="Whether the points are off the line")
    steps: int = knob(40, 1, 10_000_000, help="Steps of training")
    fail_at: int = knob(0, 0, 10_000_000, help="The step at which the loop breaks; 0 is never")
    slow: float = knob(0.0, 0.0, 1.0, help="Seconds to sleep in each step")


def points(path: Path | None, hp: Params, progress: Progress) -> Data:
    if path is None:
        return Data(None, {"source": "made up"})
    for part in range(20):
        progress(path.name, part / 20)
        sleep(hp.as_dict()["slow"])
    text = read_text(path, at_least=3)
    return Data(text.text, text.summary)


def glance(path: Path, hp: Params) -> None:
    read_text(path, at_least=3)


def learns(history: History) -> Verdict | None:
    if not history.finished("calm"):
        return None
    worst = max(history.last("calm", "loss"))
    return Verdict(worst < 0.1, worst, 0.1, f"the loss ended at {worst:.3g}")


def answer(history: History) -> str | None:
    return "yes" if history.finished("wild") else None


def line_in_words(state: dict[str, Any]) -> Iterator[str]:
    yield f"slope {state['model']['weight'].item():.6f}\n"
    yield f"intercept {state['model']['bias'].item():.6f}\n"


lesson = Lesson(
    package=__name__,
    title="A line",
    says="Two parameters, one line",
    params=Line,
    variants={"calm": {"lr": 0.1}, "wild": {"lr": 3.0}, "free": {}},
    race=("calm", "wild"),
    panels=[
        Series("Loss", of=("loss",), log=True, guide=Guide(0.01, "noise")),
        Series("Slope", of=("slope",), guide=Guide("lr", "learning rate")),
        Heatmap("Weights", key="weights", x="in", y="out"),
        Table("Points", key="points", columns=("x", "y")),
        Text("Words", key="words"),
        Bars("Final loss", of="loss"),
        Lines("Along the line", key="curve", x="x", log=True, when={"noise": False}),
        Scatter("On the plane", key="plane", x="x", y="y", when={"noise": False}),
        Image("Grey", key="grey", when={"noise": False}),
    ],
    data=points,
    devices=ManyDevices("batch"),
    claims=[Claim("calm-learns", "A calm line fits", learns, needs=("calm",), unit="1")],
    predictions=[
        Prediction("Will the wild one diverge?", ("yes", "no"), answer, "3.0 > 2/L", "Loss")
    ],
    presets=[
        Preset("hot", "Ten times the noise", {"batch": 1}),
        Preset("sweep", "Two rates", {}, {"slow": {"lr": 1e-4}, "fast": {"lr": 0.1}}),
    ],
    may_diverge=("wild",),
    peek=glance,
    exports={"line": line_in_words},
    tour=(
        TourStep(
            "Two rates",
            "One network takes small steps and one takes large ones. Say what will happen, then "
            "press space.",
            "Whose line ends first?",
            set={"steps": 60},
            variants=("calm", "wild"),
            panel="Loss",
            done=judged("calm-learns"),
            answer=OneOf(
                {
                    "calm": "Its step of 0.1 is well below the limit of 2/L.",
                    "wild": "Its step of 3 is above the limit of 2/L: each step doubles the error.",
                },
                right=least("loss"),
                hint="Look at the end of each curve.",
                shows="loss",
            ),
        ),
        TourStep(
            "A sweep",
            "Two other rates, both small. Look at how steep each line has become.",
            "Which of them gets to 2?",
            preset="sweep",
            panel="Slope",
            starts=True,
            done=reached(20),
            answer=OneOf(
                {
                    "slow": "Its rate is a thousandth of the other one: 60 steps are too few.",
                    "fast": "Its steps are long enough for the way, and short enough to arrive.",
                },
                right=2,
                hint="Compare the two rates.",
            ),
        ),
        TourStep(
            "Without noise",
            "Here the points lie on the line, and there are pictures of it. Turn lr while it "
            "trains.",
            "How low can the loss go?",
            set={"noise": False, "steps": 100},
            variants=("free",),
            panel="Grey",
            done=turned("lr"),
            answer=OneOf(
                {
                    "to 0": "No noise is in the points, so a line can go through all of them.",
                    "to the noise": "There is none in these points.",
                },
                right=1,
                hint="What is left when the line is right?",
            ),
        ),
        TourStep(
            "That is all",
            "Read the loop: c.",
            "Where does the step happen?",
            answer=OneOf(
                {
                    "in backward()": "That finds the gradient, and moves nothing.",
                    "in step()": "The optimizer moves the weights there.",
                },
                right=2,
                hint="Which of the two changes a weight?",
            ),
        ),
    ),
)
