"""Lesson 10. What a network is worth: the threshold, the costs, the luck, and the leaks."""

from dataclasses import dataclass
from typing import Any

from lessons.kit import (
    Guide,
    Heatmap,
    Histogram,
    Lesson,
    Lines,
    Scatter,
    Series,
    Table,
    choice,
    knob,
    switch,
    text_knob,
)
from lessons.lesson10_evaluation.data import read_data
from lessons.lesson10_evaluation.page.claims import CLAIMS
from lessons.lesson10_evaluation.page.predictions import PREDICTIONS
from lessons.lesson10_evaluation.page.presets import FIFTY, LEAKS, PRESETS, RAW
from lessons.lesson10_evaluation.page.tour import TOUR
from lessons.shared.exports import predictions
from lessons.shared.knobs import ClassKnobs


@dataclass
class Evaluation(ClassKnobs):
    """Everything that can be turned."""

    threshold: float = knob(
        0.5, 0.001, 0.999, live=True, only_shown=True, help="A row is called positive from here on"
    )
    miss: float = knob(20.0, 1e-3, 1e5, log=True, help="Cost of a miss; a false alarm costs 1")
    class_weights: bool = switch(False, help="In the loss both classes weigh alike")
    calibration: str = choice("none", "temperature", "platt", help="What is fitted after training")
    task: str = choice(
        "threshold", "calibration", "luck", "leaks", help="The experiment: see the presets"
    )
    negatives: int = knob(20, 1, 1000, help="threshold: negatives for each positive")
    label_noise: float = knob(0.2, 0.0, 0.5, help="calibration: share of labels that are wrong")
    models: int = knob(50, 2, 500, help="luck: models among which the best is chosen")
    leaky: bool = switch(False, help="leaks: do it before the split, with all rows")
    positive: str = text_knob(help="Your table: the class that is positive; empty for the rarest")
    hidden: int = knob(16, 1, 4096, help="Width of a hidden layer")
    layers: int = knob(1, 1, 8, help="Hidden layers")
    lr: float = knob(0.01, 1e-6, 10.0, live=True, log=True, help="Adam's learning rate")
    batch: int = knob(1000, 1, 100_000, help="Rows in one step")
    steps: int = knob(300, 1, 1_000_000, help="Updates of the weights")


WEIGHTED = {"class_weights": True}
DEFAULT: dict[str, dict[str, Any]] = {"plain": {"class_weights": False}, "weighted": WEIGHTED,
           "calibrated": WEIGHTED | {"calibration": "platt"}}  # fmt: skip
JUDGES = {"task": ("threshold", "calibration")}
LUCK, LEAKY = {"task": "luck"}, {"task": "leaks"}
COIN = Guide(0.5, "a coin")

lesson = Lesson(
    package=__name__,
    title="Evaluation: what is it worth?",
    says="Accuracy hides it, a threshold decides it, and luck and leaks make it up.",
    chapter="Foundations",
    after=("overfitting",),
    params=Evaluation,
    shows=("train.py", "measures.py", "calibration.py", "threshold.py", "luck.py", "leaks.py"),
    variants=DEFAULT | RAW | FIFTY | LEAKS,
    race=tuple(DEFAULT),
    panels=[
        Scatter("ROC", key="roc", x="FP / N", y="recall", when=JUDGES),
        Scatter("Precision and recall", key="pr", x="recall", y="precision", when=JUDGES),
        Heatmap("Confusion matrix", key="confusion", x="called", y="true", numbers=True,
                by_row=True, all_networks=True,
                rows=("positive", "negative"), columns=("positive", "negative"), when=JUDGES),
        Scatter("Cost of a row", key="cost", x="log₁₀ t", y="cost", when=JUDGES),
        Table("At this threshold", key="measures", when=JUDGES,
              columns=("", "cost", "recall", "prec.", "acc.", "F1")),
        Histogram("Fifty scores", key="fifty", x="accuracy", when=LUCK),
        Series("The best of fifty", of=("best_here", "best_fresh", "mean_fresh"), when=LUCK),
        Series("Leaderboard of coins", of=("public", "private"), guide=COIN, when=LUCK),
        Series("One model, other folds", of=("folded",), when=LUCK),
        Series("Columns selected", of=("selected",), average=True, guide=COIN, when=LEAKY),
        Series("Columns scaled", of=("scaled",), average=True, guide=COIN, when=LEAKY),
        Series("Rows of one patient", of=("grouped",), average=True, guide=COIN, when=LEAKY),
        Series("Copies of rare rows", of=("copied",), average=True, guide=COIN, when=LEAKY),
        Series("Loss", of=("loss",), unit="nats", log=True),
        Scatter("Reliability", key="reliability", x="mean p", y="positive",
                when=JUDGES),
        Series("Calibration error", of=("ece", "ece_chance"), when=JUDGES),
        Series("Accuracy and confidence", of=("accuracy", "confidence"), when=JUDGES),
        Table("Beside it", key="beside", columns=("", "acc.", "AUC", "AP", "cost"),
              when=JUDGES),
        Table("Few positives, or half", key="prevalence", own_data=True,
              columns=("", "few", "half", "chance"), when={"task": "threshold"}),
        Lines("Calibration error if exactly right", key="floor",
              x="log₁₀ rows", when={"task": "calibration"}),
    ],
    claims=CLAIMS,
    predictions=PREDICTIONS,
    presets=PRESETS,
    data=read_data,
    exports={"predictions": predictions},
    tour=TOUR,
)  # fmt: skip
