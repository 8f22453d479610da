"""Two spirals, and a border that hardly bends."""

from lessons.kit.clinic.case import Case, above, last

case = Case(
    lesson="lesson6",
    complaint="Two hidden layers, and the border stays a line.",
    fault="detached",
    symptom=above(0.85, "accuracy on the test, at the end", last("accuracy")),
    set={"steps": 300},
    edits={
        "train.py": [
            (
                "logits: Tensor = self.layers[-1](last)",
                "logits: Tensor = self.layers[-1](last.detach())",
            )
        ]
    },
    tells="gradients",
    found=(
        "Both hidden layers have a gradient of exactly 0: the graph is cut before the last layer."
    ),
    alike={
        "frozen-layer": ("`gradients`: layers that the optimizer does not have do have a gradient"),
        "activation-missing": "`units`: activations are called",
        "units-alike": "`units`: no unit is another's copy",
    },
)
