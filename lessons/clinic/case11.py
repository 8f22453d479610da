"""442 patients, and a line that says the same for all."""

from lessons.kit.clinic.case import Case, Cure, below, last

case = Case(
    lesson="lesson5",
    complaint="Whatever the patient, it predicts the mean.",
    fault="broadcast",
    symptom=below(4000.0, "squared error on what it learns from, at the end", last("loss")),
    set={"dataset": "diabetes", "standardise": True, "steps": 100},
    edits={
        "train.py": [
            ("prediction = model(x)[:, 0]  # (N,)", "prediction = model(x)  # (N, 1)"),
            ("loss = F.mse_loss(prediction, y)", "loss = (prediction - y).square().mean()"),
        ]
    },
    cure=Cure({"train.py": [("(prediction - y).square()", "(prediction.flatten() - y).square()")]}),
    tells="batch",
    found=(
        "The model gives (N, 1), the targets are (N,), and their difference is "
        "(N, N): every prediction is compared with every target."
    ),
    alike={
        "labels-shuffled": (
            "`healthy`: the first loss is another one already, with the same weights and data"
        ),
        "lr-too-small": "`rate`: no rate helps",
    },
)
