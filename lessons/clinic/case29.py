"""Two spirals, and a network that loses what it had."""

from lessons.kit.clinic.case import Case, Cure, below, tail

case = Case(
    lesson="lesson6",
    complaint="It learns for a moment, and then it forgets everything and never finds back.",
    fault="zero-grad-missing",
    symptom=below(0.3, "loss, mean of the last 20 steps", tail()),
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
