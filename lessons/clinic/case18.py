"""Attention that never finds its key."""

from lessons.kit.clinic.case import Case, Cure, below, tail

case = Case(
    lesson="lesson13",
    complaint="The loss does not move from where it began.",
    fault="lr-too-small",
    symptom=below(1.0, "loss, mean of the last 20 steps", tail()),
    set={"steps": 300},
    knobs={"lr": 3e-06},
    cure=Cure(set={"lr": 0.005}),
    tells="gradients",
    found=("All gradients are there, and every update is a ten-thousandth of its weight or less."),
    alike={
        "detached": ("`gradients`: with a cut graph the early layers have a gradient of exactly 0")
    },
)
