"""Digits with one hidden layer, and a flat loss."""

from lessons.kit.clinic.case import Case, Cure, below, tail

case = Case(
    lesson="lesson9",
    complaint="The loss stays at 2.3. Nothing happens at all.",
    fault="lr-too-small",
    symptom=below(0.8, "loss, mean of the last 20 steps", tail()),
    set={"examples": 400, "steps": 150},
    knobs={"lr": 2e-06},
    cure=Cure(set={"lr": 0.003}),
    tells="gradients",
    found=(
        "All gradients are there, and every update is less than a ten-thousandth of its weight."
    ),
    alike={
        "units-dead": "`gradients`: with dead units the first layer has no gradient at all",
        "softmax-twice": "`batch`: these scores are no probabilities",
    },
)
