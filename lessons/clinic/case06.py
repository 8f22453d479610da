"""Two spirals, and a border that hardly bends."""

from lessons.kit.clinic.case import Case, above, last

case = Case(
    lesson="lesson6",
    complaint="Two hidden layers, and the border stays a line.",
    fault="frozen-layer",
    symptom=above(0.85, "accuracy on the test, at the end", last("accuracy")),
    set={"steps": 300},
    edits={
        "train.py": [
            (
                "torch.optim.Adam(model.parameters(), lr=hp.lr)",
                "torch.optim.Adam(model.layers[-1].parameters(), lr=hp.lr)",
            )
        ]
    },
    tells="gradients",
    found=(
        "The hidden layers have a gradient, and it is not used: the optimizer "
        "was given the last layer only, so the others do not move."
    ),
    alike={
        "detached": ("`gradients`: with a cut graph the layers are there, with a gradient of 0"),
        "activation-missing": "`units`: activations are called",
        "units-alike": "`units`: no unit is another's copy",
    },
)
