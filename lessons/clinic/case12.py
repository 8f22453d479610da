"""Two spirals, and a border that hardly bends."""

from lessons.kit.clinic.case import Case, Cure, above, last

case = Case(
    lesson="lesson6",
    complaint="Two hidden layers, and the border stays a line.",
    fault="activation-missing",
    symptom=above(0.85, "accuracy on the test, at the end", last("accuracy")),
    set={"steps": 300},
    edits={
        "train.py": [
            (
                "            found.append(self.activation(layer(found[-1])))",
                "            found.append(layer(found[-1]))",
            )
        ]
    },
    cure=Cure(
        {
            "train.py": [
                (
                    "            found.append(layer(found[-1]))",
                    "            found.append(torch.tanh(layer(found[-1])))",
                )
            ]
        }
    ),
    tells="units",
    found=("No activation is called at all: three linear layers are one linear layer."),
    alike={
        "detached": "`gradients`: every layer has one",
        "frozen-layer": "`gradients`: every layer moves",
        "units-alike": "`units`: there activations are called",
    },
)
