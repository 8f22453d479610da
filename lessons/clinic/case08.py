"""Digits with one hidden layer, and a loss that stays high."""

from lessons.kit.clinic.case import Case, Cure, below, tail

case = Case(
    lesson="lesson9",
    complaint="The network gets better and better, and its loss stays at about one and a half.",
    fault="softmax-twice",
    symptom=below(0.8, "loss, mean of the last 20 steps", tail()),
    set={"examples": 400, "steps": 150},
    edits={
        "train.py": [
            (
                "logits = model(x, hp.dropout)  # (B, C)",
                "logits = model(x, hp.dropout).softmax(1)  # (B, C)",
            )
        ]
    },
    cure=Cure(
        {
            "train.py": [
                (
                    "loss = F.cross_entropy(logits, labels, label_smoothing=hp.smoothing)",
                    "loss = F.nll_loss(logits.log(), labels)",
                )
            ]
        }
    ),
    tells="batch",
    found=(
        "The scores that the loss is given sum to 1 in each row: they are "
        "probabilities already. With ten classes the loss cannot go under ln(1 "
        "+ 9/e) = 1.461."
    ),
    alike={
        "lr-too-small": "`rate`: ten times the rate changes nothing here",
        "wrong-labels": (
            "`batch`: scores that are probabilities, and labels that fit their images"
        ),
    },
)
