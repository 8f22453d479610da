"""Noisy labels, and early stopping that does not stop."""

from lessons.kit.clinic.case import Case, above, last

case = Case(
    lesson="lesson9",
    complaint="I stop when validation is best, and the test says that I stop too late.",
    fault="leak",
    symptom=above(
        0.4, "true class said where the training label is wrong, at the end", last("sees_through")
    ),
    # seeds 0-7: sick .068 [.007, .115], healthy .761 [.664, .811]
    # 20-27: .092 [.035, .128], .732 [.691, .818]
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
