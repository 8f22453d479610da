"""A CNN on digits that never begins to learn."""

from lessons.kit.clinic.case import Case, Cure, below, tail

case = Case(
    lesson="lesson11",
    complaint="After a few steps the loss sits at 2.3 and stays there, whatever I draw.",
    fault="lr-too-large",
    symptom=below(1.0, "loss, mean of the last 20 steps", tail()),
    set={"network": "conv", "steps": 200},
    knobs={"lr": 0.3},
    cure=Cure(set={"lr": 0.003}),
    tells="rate",
    found=(
        "With a hundredth of the rate it learns. At step 1 the updates are "
        "longer than many of the weights."
    ),
    alike={
        "labels-shuffled": "`overfit`: with shuffled labels one batch is still learned by heart",
        "units-dead": "`gradients`: here the first update is as long as the weight",
    },
)
