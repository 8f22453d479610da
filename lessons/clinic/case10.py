"""Noisy labels, and early stopping that does not stop."""

from lessons.kit.clinic.case import Case, above, last

case = Case(
    lesson="lesson9",
    complaint="I stop when validation is best, and the test says that I stop too late.",
    fault="leak",
    symptom=above(0.63, "accuracy on the test, at the end", last("test_accuracy")),
    set={"examples": 400, "noise": 0.5, "early_stopping": True, "steps": 400},
    edits={
        "train.py": [
            (
                "held_out = taught.some(learned, len(taught))",
                "held_out = taught.some(0, len(taught) - learned)",
            )
        ]
    },
    tells="overlap",
    found=(
        "All of the 80 rows that decide when to stop were trained on. Their "
        "labels are learned by heart like the others."
    ),
    alike={"wrong-labels": "`healthy`: the twin has the same labels, and stops in time"},
)
