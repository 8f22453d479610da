"""Digits with one hidden layer, learned by heart."""

from lessons.kit.clinic.case import Case, above, last

case = Case(
    lesson="lesson9",
    complaint="The loss goes down, the test stays far behind.",
    fault="wrong-labels",
    symptom=above(0.87, "accuracy on the test, at the end", last("test_accuracy")),
    set={"examples": 400, "steps": 150},
    edits={
        "taught.py": [("round(hp.noise * len(truth))", "round(max(hp.noise, 0.5) * len(truth))")]
    },
    tells="batch",
    found=(
        "About half of the images have the target that one sees, and the others"
        " do not: the labels were changed where they are drawn."
    ),
    alike={"labels-shuffled": "`batch`: there hardly any target fits"},
)
