"""A recurrent network that must look one step back."""

from lessons.kit.clinic.case import Case, below, tail

case = Case(
    lesson="lesson12",
    complaint="Tags of a sequence depend on its neighbours only, and it guesses.",
    fault="batch-axis",
    symptom=below(0.35, "loss, mean of the last 20 steps", tail()),
    set={"bidirectional": True},
    edits={"model.py": [("(inputs, hidden, batch_first=True)", "(inputs, hidden)")]},
    tells="rows",
    found=(
        "With another first row, the answers to the other rows move, in "
        "evaluation mode too: the network reads along the batch, and not along "
        "time."
    ),
    alike={
        "lr-too-small": "`rate`: no rate helps",
        "labels-shuffled": "`rows`: there an answer is its row's alone",
    },
)
