"""Sequences of many lengths: is the number of ones odd?"""

from lessons.kit.clinic.case import Case, below, tail

case = Case(
    lesson="lesson12",
    complaint="The answer stands in each sequence, and it guesses, whatever their length.",
    fault="padding-read",
    symptom=below(0.35, "loss, mean of the last 20 steps", tail()),
    set={
        "weights": 1000,
        "batch": 64,
        "task": "odd",
        "cell": "lstm",
        "length": 16,
        "shortest": 1,
        "steps": 300,
    },
    edits={
        "model.py": [
            (
                ("self.head(pooled(states, lengths, self.read) if self.whole else states)"),
                "self.head(states[:, -1] if self.whole else states)",
            )
        ]
    },
    tells="sequence",
    found=(
        "Five more places of padding move the answers: the last state is read, "
        "and for a short sequence that is the state after its padding."
    ),
    alike={"batch-axis": "`rows`: other rows change nothing here"},
)
