"""Few positives, and a network that cannot tell them."""

from lessons.kit.clinic.case import Case, above, last

case = Case(
    lesson="lesson10",
    complaint="I have thousands of rows and a column that tells, and the AUC is that of a coin.",
    fault="labels-shuffled",
    symptom=above(0.7, "AUC on the test, at the end", last("auc")),
    set={"steps": 150},
    edits={
        "train.py": [
            (
                "    model = MLP(x.shape[1], hp)",
                (
                    "    x = x[torch.randperm(len(x), device=x.device)]\n"
                    "    model = MLP(x.shape[1], hp)"
                ),
            )
        ]
    },
    tells="healthy",
    found=(
        "The loss goes to that of the base rate and stays, where the healthy "
        "twin's goes on. Inputs were put in another order, and targets were "
        "not."
    ),
    alike={"lr-too-small": "`rate`: more of it changes nothing"},
)
