"""Two spirals, and a border that hardly bends."""

from lessons.kit.clinic.case import Case, Cure, above, last

case = Case(
    lesson="lesson6",
    complaint="Two hidden layers, and the border stays a line.",
    fault="units-alike",
    symptom=above(0.85, "accuracy on the test, at the end", last("accuracy")),
    set={"steps": 300},
    edits={
        "train.py": [
            (
                "torch.empty(starts, inputs, outputs).uniform_(-bound, bound))",
                "torch.full((starts, inputs, outputs), bound))",
            ),
            (
                "torch.empty(starts, 1, outputs).uniform_(-bound, bound))",
                "torch.zeros(starts, 1, outputs))",
            ),
        ]
    },
    cure=Cure(
        {
            "train.py": [
                (
                    "torch.full((starts, inputs, outputs), bound)",
                    "bound * torch.randn(starts, inputs, outputs)",
                )
            ]
        }
    ),
    tells="units",
    found=(
        "In each layer nearly all units give what another one gives: they began"
        " with equal weights, and have equal gradients for ever."
    ),
    alike={
        "detached": "`gradients`: every layer has one",
        "frozen-layer": "`gradients`: every layer moves",
        "activation-missing": "`units`: activations are called",
    },
)
