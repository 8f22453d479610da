"""One wide layer with dropout on digits."""

from lessons.kit.clinic.case import Case, above, tail

case = Case(
    lesson="lesson8",
    complaint="A third of the test is wrong, and each test says something else.",
    fault="dropout-in-evaluation",
    symptom=above(0.8, "accuracy, mean of the last three tests", tail("accuracy", 3)),
    # seeds 0-7: sick .675 [.668, .698], healthy .924 [.916, .931]
    # 20-27: .684 [.680, .691], .925 [.905, .939]
    set={"depth": 1, "dropout": 0.9, "start": "he", "steps": 300, "width": 256},
    edits={"train.py": [("            model.eval()\n", "")]},
    tells="modes",
    found="The test is in training mode: the same input twice gives two answers.",
    alike={
        "wrong-labels": "`modes`: the same input twice gives two answers here",
        "lr-too-small": "`healthy`: the losses of the twins are the same",
    },
)
