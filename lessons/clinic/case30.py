"""Four layers with BatchNorm on digits."""

from lessons.kit.clinic.case import Case, Cure, above, last

case = Case(
    lesson="lesson8",
    complaint="Four layers learn hardly anything, and each step says something else.",
    fault="batch-too-small",
    symptom=above(0.7, "accuracy on the test, at the end", last("accuracy")),
    set={"batchnorm": True, "depth": 4, "steps": 225},
    knobs={"batch": 2},
    cure=Cure(set={"batch": 64}),
    tells="rows",
    found=(
        "In training mode an answer depends on the other row, and there is only"
        " one other: two rows a batch are too few for a mean and a deviation."
    ),
    alike={
        "dropout-in-evaluation": "`modes`: the test is in evaluation mode",
        "lr-too-large": "`rate`: a smaller one does not cure it",
    },
)
