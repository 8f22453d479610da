"""Lesson 23. Searching for settings: what helps, and how a search fools the one who searches."""

from dataclasses import dataclass

from lessons.kit import (
    Heatmap,
    Lesson,
    Lines,
    Scatter,
    Series,
    Table,
    choice,
    knob,
    switch,
)
from lessons.lesson23_tuning.data import read_data
from lessons.lesson23_tuning.page.claims import CLAIMS
from lessons.lesson23_tuning.page.predictions import PREDICTIONS
from lessons.lesson23_tuning.page.presets import PRESETS, VARIANTS
from lessons.lesson23_tuning.page.tour import TOUR
from lessons.shared.knobs import ClassKnobs


@dataclass
class Tuning(ClassKnobs):
    """Everything that can be turned."""

    valid: int = knob(40, 5, 400, live=True, help="Rows that choose the best trial")
    width: float = knob(
        0.05, 0.002, 1.0, live=True, log=True, help="search: width of the peak, of the range 1"
    )
    task: str = choice(
        "overtuned", "search", "real", "halving", help="The experiment: see the presets"
    )
    search: str = choice("random", "grid", "sobol", "tpe", help="What proposes the next trial")
    tune: bool = switch(True, help="overtuned: off is one setting, which nobody searched for")
    halve: bool = switch(False, help="halving: stop trials that are behind")
    engine: str = choice("own", "optuna", help="Who proposes: torch, or Optuna (as dl-lab sweep)")
    repeats: int = knob(48, 1, 256, help="Searches side by side; shown is their mean")
    taught: int = knob(100, 10, 2000, help="Rows that each trial learns from")
    share: float = knob(0.5, 0.01, 1.0, help="overtuned: share of the columns in a trial")
    surface: str = choice("one", "all", "trap", help="search: which knobs the score depends on")
    dimensions: int = knob(5, 1, 10, help="search: knobs that are searched")
    lr_low: float = knob(1e-4, 1e-9, 1e6, log=True, help="real, halving: the lowest learning rate")
    lr_high: float = knob(10.0, 1e-9, 1e6, log=True, help="real, halving: the highest one")
    label_noise: float = knob(0.0, 0.0, 0.9, help="real, halving: share of taught labels drawn")
    hidden: int = knob(16, 1, 256, help="real, halving: width of the hidden layer")
    steps: int = knob(300, 1, 10_000, help="Trials; in halving, units of training")


JUDGED = {"task": ("overtuned", "real", "halving")}
OVERTUNED, TOY = {"task": "overtuned"}, {"task": "search"}
ONE, ALL = TOY | {"surface": "one"}, TOY | {"surface": ("all", "trap")}
REAL, HALVING = {"task": "real"}, {"task": "halving"}

lesson = Lesson(
    package=__name__,
    title="Tuning: searching, and fooling oneself",
    says="300 trials, and the best is worse than no tuning at all. What a search finds, and costs.",
    chapter="Practice",
    after=("evaluation", "optimizers"),
    params=Tuning,
    shows=("train.py", "ridge.py", "points.py", "toy.py", "real.py", "halving.py"),
    variants=VARIANTS,
    race=("tuned", "untuned"),
    panels=[
        Series("Best so far: validated, tested", of=("validated", "tested"), hero=True,
               when=JUDGED),
        Series("Best score so far", of=("best", "theory"), hero=True, when=ONE),
        Series("Best score so far, TPE", of=("best",), hero=True, when=ALL),
        Scatter("Points tried", key="points", x="knob 1", y="knob 2", when=TOY),
        Scatter("Points tried, real", key="tried", x="log₁₀ lr", y="momentum", when=REAL),
        Lines("By the rows that choose", key="sizes", x="rows", log_x=True, when=OVERTUNED),
        Scatter("Points tried", key="points", x="knob 1", y="knob 2", when=TOY),
        Scatter("Points tried, real", key="tried", x="log₁₀ lr", y="momentum", when=REAL),
        Heatmap("Brackets: validated", key="brackets", x="unit", y="trial", limits=(0, 1),
                when=HALVING),
        Lines("Learning curves", key="curves", x="unit", when=HALVING),
        Scatter("Each trial: validated, tested", key="trials", x="validated", y="tested",
                when=OVERTUNED),
        Table("Best of so many trials", key="after", when=OVERTUNED,
              columns=("trials", "validated", "tested", "gap")),
        Scatter("Score against the knob", key="against", x="log₁₀ of the knob", y="validated",
                when=JUDGED),
        Series("Gap: validated less tested", of=("gap",), when=JUDGED),
        Series("Trials begun", of=("begun",), when=HALVING),
        Table("Values tried of each knob", key="values", columns=("", "values", "matters"),
              when={"task": ("search", "real")}),
    ],
    claims=CLAIMS,
    predictions=PREDICTIONS,
    presets=PRESETS,
    data=read_data,
    tour=TOUR,
)  # fmt: skip
