"""Two spirals, and a network that loses what it had."""

from lessons.kit.clinic.case import Case, Cure, above, last

case = Case(
    lesson="lesson6",
    complaint="It learns for a moment, and then it forgets everything and never finds back.",
    fault="zero-grad-missing",
    symptom=above(0.9, "accuracy on the test, at the end", last("accuracy")),
    # seeds 0-7: sick .565 [.500, .647], healthy .992 [.990, .995], and cured the same
    # 20-27: .574 [.474, .652], .988 [.979, .998]
    set={"steps": 300},
    edits={"train.py": [("        optimizer.zero_grad()\n", "")]},
    cure=Cure(
        {
            "train.py": [
                (
                    "        losses.sum().backward()",
                    "        model.zero_grad()\n        losses.sum().backward()",
                )
            ]
        }
    ),
    tells="gradients",
    found=(
        "The gradient that the optimizer uses is far longer in the middle of "
        "the run than at its start, for a loss of the same size: it is the sum "
        "of all gradients so far."
    ),
    alike={
        "lr-too-large": (
            "`rate`: a tenth of the rate does not cure it, and gradients grow "
            "though the loss does not"
        )
    },
)
