"""Twelve layers with BatchNorm on digits."""

from lessons.kit.clinic.case import Case, Cure, above, last

case = Case(
    lesson="lesson8",
    complaint="BatchNorm was to help, and it learns nothing.",
    fault="eval-mode-in-training",
    symptom=above(0.5, "accuracy on the test, at the end", last("accuracy")),
    set={"batchnorm": True, "steps": 150, "depth": 12},
    edits={"train.py": [("            model.train()\n", "")]},
    cure=Cure(
        {
            "train.py": [
                ("        trace = Trace()\n", ("        trace = Trace()\n        model.train()\n"))
            ]
        }
    ),
    tells="modes",
    found=(
        "In training the model is in evaluation mode since its first test: "
        "BatchNorm has seen one batch."
    ),
    alike={
        "initialisation": "`modes`: training is in evaluation mode here",
        "lr-too-small": "`rate`: no rate helps",
    },
)
