"""A CNN on digits that learns nothing."""

from lessons.kit.clinic.case import Case, below, tail

case = Case(
    lesson="lesson11",
    complaint="The loss sits at 2.3, and the test says one in ten.",
    fault="labels-shuffled",
    symptom=below(1.0, "loss, mean of the last 20 steps", tail()),
    set={"network": "conv", "steps": 200},
    edits={
        "train.py": [
            (
                "    model = network(",
                ("    x = x[torch.randperm(len(x), device=x.device)]\n    model = network("),
            )
        ]
    },
    tells="batch",
    found=(
        "Beside each image stands a target that is not what one sees. One batch"
        " can still be learned by heart."
    ),
    alike={
        "lr-too-large": "`rate`: a hundredth of the rate does not cure it",
        "initialisation": "`overfit`: one batch is learned by heart",
    },
)
