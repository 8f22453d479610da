"""Lesson 9. A network learns by heart what it is taught, right or wrong. What helps, and when."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from lessons.kit import (
    BadUsage,
    Bars,
    Data,
    Guide,
    Images,
    Lesson,
    Lines,
    Params,
    Progress,
    Scatter,
    Series,
    Table,
    choice,
    knob,
    switch,
)
from lessons.lesson09_overfitting.exports import every_row
from lessons.lesson09_overfitting.page.claims import CLAIMS
from lessons.lesson09_overfitting.page.predictions import PREDICTIONS
from lessons.lesson09_overfitting.page.presets import PRESETS
from lessons.lesson09_overfitting.page.tour import TOUR
from lessons.shared.knobs import ClassKnobs, ImageKnobs


@dataclass
class Overfitting(ClassKnobs, ImageKnobs):
    """Everything that can be turned."""

    task: str = choice(
        "train", "widths", "folds", help="widths: double descent; folds: cross-validation"
    )
    examples: int = knob(100, 0, 1_000_000_000, help="Examples to learn from; 0 is all")
    noise: float = knob(0.0, 0.0, 1.0, help="The share of training labels that are wrong")
    labels: str = choice("given", "random", help="random: no label says anything of its image")
    weight_decay: float = knob(0.0, 0.0, 200.0, live=True, help="Weights shrink by lr times this")
    dropout: float = knob(0.0, 0.0, 0.95, live=True, help="Share of hidden units that are set to 0")
    smoothing: float = knob(0.0, 0.0, 0.9, live=True, help="Share of a label given to all classes")
    augment: bool = switch(
        False, live=True, help="Images move by a pixel; numbers of a table get some noise"
    )
    early_stopping: bool = switch(
        False, help="A fifth is held out, and says which step's weights to keep"
    )
    hidden: int = knob(128, 1, 8192, help="Width of the hidden layer")
    lr: float = knob(2e-3, 1e-6, 10.0, live=True, log=True, help="AdamW's learning rate")
    batch: int = knob(256, 1, 100_000, help="Examples in one step at most")
    ridge: float = knob(
        0.1, 1e-9, 1e6, live=True, log=True, help="widths, folds: penalty on large weights"
    )
    folds: int = knob(5, 2, 1000, help="folds: parts of the training set")
    test_share: float = knob(0.3, 0.01, 0.9, help="The share that is only for testing")
    steps: int = knob(200, 1, 1_000_000, help="Updates; or widths; or training sets")


def read_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """The digits of scikit-learn, or a table or images of the learner's."""
    from lessons.shared.own import read_own  # numpy: only for the worker

    settings = hp.as_dict()
    if settings["task"] == "folds" and settings["examples"] == 1:
        raise BadUsage("one example cannot be cut into folds", "--set examples=2, or more")
    if path is not None:
        return read_own(path, hp, progress, flat=False)
    progress("reading the digits", 0.0)
    return digits_split(settings["test_share"], settings["split_seed"])


@lru_cache(maxsize=4)
def digits_split(test_share: float, split_seed: int) -> Data:
    """The same data for the same split, so that the models beside the network are fitted once."""
    from lessons.shared.pictures import digits

    return digits(Overfitting(test_share=test_share, split_seed=split_seed))


VARIANTS: dict[str, dict[str, Any]] = {
    "noisy": {"examples": 100, "noise": 0.3},
    "random": {"examples": 100, "labels": "random"},
    "clean": {"examples": 100},
    "more-data": {"examples": 0},
}
TRAIN, WIDTHS, FOLDS = {"task": "train"}, {"task": "widths"}, {"task": "folds"}

lesson = Lesson(
    package=__name__,
    title="Overfitting: learned, or learned by heart",
    says="A network learns any labels by heart, also wrong ones. What helps, and when it harms.",
    chapter="Foundations",
    after=("mlp",),
    params=Overfitting,
    shows=("train.py", "taught.py", "regularizers.py", "least_squares.py", "widths.py", "folds.py"),
    variants=VARIANTS,
    race=tuple(VARIANTS),
    favourite="more-data",
    panels=[
        Scatter("Training and test", key="parting", x="step", y="accuracy", when=TRAIN),
        Series("Accuracy on what is taught", of=("train_accuracy",), when=TRAIN),
        Series("Accuracy on the test", of=("test_accuracy",), when=TRAIN),
        Scatter("Wrong labels: it says", key="labels", x="step", y="share", needs=("noisy",),
                when=TRAIN),
        Series("Loss in training", of=("loss",), unit="nats", log=True, when=TRAIN),
        Series("Loss on the test", of=("test_loss",), unit="nats", log=True, when=TRAIN),
        Bars("Gap between the two accuracies", of="gap", when=TRAIN),
        Images("Taught: says", key="images", own_data=True, when=TRAIN),
        Table("What was taught", key="rows", columns=("", "is", "taught", "says"), when=TRAIN),
        Series("Length of all weights", of=("weights",), when=TRAIN),
        Table("On the test", key="results", when=TRAIN),
        Lines(
            "Test accuracy by width", key="widths", x="log2 (units / images)", when=WIDTHS
        ),
        Series("Without a penalty", of=("free_accuracy",), when=WIDTHS),
        Series("With a ridge", of=("ridge_accuracy",), when=WIDTHS),
        Series("Norm of the solution", of=("norm",), log=True, when=WIDTHS),
        Series("Accuracy in training", of=("train_accuracy",), when=WIDTHS),
        Scatter("k-fold and the truth", key="folds", x="k-fold says", y="true",
                when=FOLDS),
        Series("k-fold minus the truth", of=("too_high",), average=True,
               guide=Guide(0.0, "unbiased"), when=FOLDS),
        Series("How far off", of=("off",), average=True, when=FOLDS),
        Series("Error in training", of=("train_error",), when=FOLDS),
    ],
    claims=CLAIMS,
    predictions=PREDICTIONS,
    presets=PRESETS,
    data=read_data,
    exports={"predictions": every_row},
    tour=TOUR,
)  # fmt: skip
