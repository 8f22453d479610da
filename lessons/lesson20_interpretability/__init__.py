"""Lesson 20. What an explanation is worth: random weights, deletion, and cases that are known."""

from dataclasses import dataclass

from lessons.kit import (
    Bars,
    Guide,
    Heatmap,
    Images,
    Lesson,
    Lines,
    Series,
    Table,
    Tokens,
    choice,
    knob,
    switch,
    text_knob,
)
from lessons.lesson20_interpretability.own.brought import read_data
from lessons.lesson20_interpretability.page.claims import CLAIMS
from lessons.lesson20_interpretability.page.predictions import PREDICTIONS
from lessons.lesson20_interpretability.page.presets import COPIED, OWN, PRESETS, VARIANTS
from lessons.lesson20_interpretability.page.tour import TOUR
from lessons.shared.knobs import ClassKnobs, ImageKnobs


@dataclass
class Interpretability(ClassKnobs, ImageKnobs):
    """Everything that can be turned."""

    example: int = knob(0, 0, 5, live=True, only_shown=True, help="Which input is shown")
    signed: bool = switch(
        False, live=True, only_shown=True, help="Maps with their signs: grey is 0, white is for it"
    )
    baseline: float = knob(
        0.0, 0.0, 1.0, live=True, only_shown=True, help="Maps: the brightness that IG begins at"
    )
    width: float = knob(
        1.0, 0.01, 10.0, live=True, only_shown=True, log=True, help="Width of LIME's kernel"
    )
    wrong_labels: bool = switch(False, help="The network is told labels in a random order")
    network: str = choice("mlp", "conv", help="Images: two hidden layers, or two convolutions")
    run: str = text_knob(is_run=True, help="Preset own-run: a run of lessons 4, 6 or 11")
    task: str = choice(
        "images", "rows", "function", "copies", "run", help="The experiment: see the presets"
    )
    images: int = knob(400, 10, 1500, help="Digits to learn from; of your own data all are")
    copies: int = knob(4, 1, 16, help="copies: columns that the strongest cause stands in")
    apart: float = knob(0.2, 0.0, 2.0, help="copies: noise of each copy, in deviations")
    hidden: int = knob(64, 1, 1024, help="Width of a hidden layer")
    lr: float = knob(5e-3, 1e-6, 1.0, live=True, log=True, help="Adam's learning rate")
    batch: int = knob(128, 1, 4096, help="Inputs in a step")
    steps: int = knob(400, 1, 1_000_000, help="Updates of the weights; own-run: inputs explained")


ROWS = (
    "Rows: this network, another start, random weights. A number says how alike a map is to the "
    "one in the first row: 1 is equal, 0 is chance."
)
IMAGES, TRAINED = {"task": "images"}, {"task": ("images", "rows")}
FUNCTION, COPIES, RUN = {"task": "function"}, {"task": "copies"}, {"task": "run"}
CHECKED = {"task": ("images", "rows", "run")}
LEARNED = {"task": ("images", "rows", "function", "copies")}

lesson = Lesson(
    package=__name__,
    title="Interpretability: what an explanation is worth",
    says="A map shows why a network says what it says. What would one draw that learned nothing?",
    chapter="Practice",
    after=("mlp", "cnn"),
    params=Interpretability,
    shows=(
        "train.py", "explained.py", "checks.py", "gradient.py", "integrated.py",
        "guided.py", "shapley.py", "lime.py", "permutation.py",
    ),
    variants=VARIANTS | COPIED | OWN,
    race=tuple(VARIANTS),
    favourite="true-labels",
    panels=[
        Images("Maps: this, other, random weights", key="maps", hero=True, when=IMAGES, says=ROWS),
        Heatmap("Rows: each method and network", key="row", numbers=True, limits=(-1, 1),
                when={"task": "rows"}, hero=True),
        Heatmap("One point, explained", key="point", numbers=True, hero=True, when=FUNCTION),
        Heatmap("Error when columns are shuffled", key="columns", numbers=True, all_networks=True,
                hero=True, when=COPIES),
        Heatmap("One input, explained", key="one", limits=(-1, 1), hero=True, when=RUN),
        Tokens("Its parts, by integrated gradients", key="parts", when=RUN),
        Series("As drawn: like random weights", of=("ig_random", "gradient_random"),
               average=False, when=TRAINED),
        Series("With signs: like random weights", of=("ig_random_signed", "gradient_random_signed"),
               when=TRAINED),
        Series("As drawn, like random weights", of=("ig_random", "gradient_random"), average=True,
               when=RUN),
        Series("With signs, like random weights",
               of=("ig_random_signed", "gradient_random_signed"), average=True, when=RUN),
        Series("As drawn: like the other network", of=("ig_other", "gradient_other"),
               when=TRAINED),
        Series("With signs: like the other", of=("ig_other_signed", "gradient_other_signed"),
               when=TRAINED),
        Lines("Probability, parts deleted", key="deletion", x="share deleted", when=CHECKED),
        Table("The checks", key="checks", when=CHECKED,
              columns=("", "random", "± random", "deleted", "other", "± other")),
        Series("Mean probability while deleted", average=True, when=RUN,
               of=("delete_ig", "delete_ig_drawn", "delete_plain")),
        Lines("Error by the width of LIME", key="widths", x="width", log_x=True, when=FUNCTION),
        Series("Error beside the truth", of=("ig_error", "times_input_error"), when=FUNCTION),
        Lines("What IG misses, by its steps", key="residual", x="steps", log=True, log_x=True,
              when=FUNCTION),
        Bars("Best copy, shuffled alone", of="one_copy", when=COPIES,
             references=(Guide("other_cause", "the other cause"),)),
        Series("All copies together", of=("all_copies", "other_cause"), when=COPIES),
        Table("On paper, and computed", key="exact",
              columns=("", "gradient", "x grad", "IG", "Shapley")),
        Series("Loss", of=("loss",), log=True, when=LEARNED),
        Series("Accuracy", of=("accuracy", "fitted"), when=TRAINED),
        Series("Right on the test", of=("accuracy",), average=True, when=RUN),
    ],
    claims=CLAIMS,
    predictions=PREDICTIONS,
    presets=PRESETS,
    data=read_data,
    tour=TOUR,
)  # fmt: skip
