"""An image and a caption, and a label that is in neither alone."""

from lessons.kit.clinic.case import Case, below, tail

case = Case(
    lesson="lesson22",
    complaint="The loss stays where guessing is, and the last layer works hard.",
    fault="frozen-layer",
    symptom=below(0.4, "loss, mean of the last 20 steps", tail()),
    set={"steps": 200},
    edits={
        "train.py": [
            (
                "torch.optim.Adam(model.parameters(), lr=hp.lr)",
                "torch.optim.Adam(model.out.parameters(), lr=hp.lr)",
            )
        ]
    },
    tells="gradients",
    found=(
        "The first three layers have a gradient, and it is not used: the "
        "optimizer was given the last layer only."
    ),
    alike={
        "detached": "`gradients`: layers behind a cut are there, with a gradient of 0",
        "lr-too-small": "`rate`: no rate helps",
    },
)
