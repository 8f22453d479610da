"""Two wide layers with dropout on digits."""

from lessons.kit.clinic.case import Case, above, last

case = Case(
    lesson="lesson8",
    complaint="A third of the test is wrong, and each test says something else.",
    fault="dropout-in-evaluation",
    symptom=above(0.8, "accuracy on the test, at the end", last("accuracy")),
    set={"depth": 2, "dropout": 0.7, "start": "he", "steps": 400, "width": 128},
    edits={"train.py": [("            model.eval()\n", "")]},
    tells="modes",
    found="The test is in training mode: the same input twice gives two answers.",
    alike={
        "wrong-labels": "`modes`: the same input twice gives two answers here",
        "lr-too-small": "`healthy`: the losses of the twins are the same",
    },
)
