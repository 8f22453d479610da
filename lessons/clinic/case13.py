"""Digits with one hidden layer, and a flat loss."""

from lessons.kit.clinic.case import Case, Cure, below, tail

case = Case(
    lesson="lesson9",
    complaint="The loss stays at 2.3, only a little goes off in the first steps.",
    fault="units-dead",
    symptom=below(0.8, "loss, mean of the last 20 steps", tail()),
    set={"examples": 400, "steps": 150},
    edits={
        "train.py": [
            (
                "        self.hidden = nn.Linear(inputs, hidden)\n",
                (
                    "        self.hidden = nn.Linear(inputs, hidden)\n"
                    "        nn.init.constant_(self.hidden.bias, -4.0)\n"
                ),
            )
        ]
    },
    cure=Cure(
        {
            "train.py": [
                ("nn.init.constant_(self.hidden.bias, -4.0)", "nn.init.zeros_(self.hidden.bias)")
            ]
        }
    ),
    tells="units",
    found=(
        "Nearly all hidden units are 0 for every image of the batch. Their bias"
        " begins at −4, and no gradient comes through a ReLU that is 0."
    ),
    alike={
        "lr-too-small": (
            "`rate` and `gradients`: here the first layer has no gradient, and no rate helps"
        )
    },
)
