"""Digits with one hidden layer, learned by heart."""

from lessons.kit.clinic.case import Case, above, last

case = Case(
    lesson="lesson9",
    complaint="The loss goes down, the test stays far behind.",
    fault="wrong-labels",
    symptom=above(0.75, "accuracy on the test, at the end", last("test_accuracy")),
    # seeds 0-7: sick .444 [.425, .481], healthy .943 [.931, .952]
    # 20-27: .461 [.443, .512], .942 [.920, .955]
    set={"examples": 300, "steps": 300},
    edits={
        "taught.py": [("round(hp.noise * len(truth))", "round(max(hp.noise, 0.6) * len(truth))")]
    },
    tells="batch",
    found=(
        "Four images in ten have the target that one sees, and the others"
        " do not: the labels were changed where they are drawn."
    ),
    alike={"labels-shuffled": "`batch`: there hardly any target fits"},
)
