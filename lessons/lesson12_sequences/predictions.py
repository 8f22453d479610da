"""What the learner is asked to predict, and how the run answers."""

from lessons.kit import History, Prediction
from lessons.lesson12_sequences.claims import ENOUGH
from lessons.shared.recorded import ends

NAMES = ("rnn", "lstm", "birnn", "late")


def who_learns(h: History) -> str | None:
    """Which of the networks get above the best score without the next bit."""
    found = ends(h, NAMES, "accuracy", ENOUGH)
    if found is None:
        return None
    above = [name for name in NAMES if found[name] > 0.9]
    return {("birnn", "late"): "birnn and late", ("birnn",): "birnn alone"}.get(
        tuple(above), "others"
    )


PREDICTIONS = [
    Prediction(
        "The tag of a bit is its XOR with the next one. Which networks will learn it?",
        ("lstm alone", "birnn alone", "birnn and late", "all", "others"),
        who_learns,
        "The tag needs a bit that a forward network has not read. Weights cannot replace it; "
        "waiting one step can.",
        needs=NAMES,
        when={"task": "xor"},
        panel="Accuracy",
        own_data=True,
    ),
]
