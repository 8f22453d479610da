"""What the learner is asked to predict, and how the run answers."""

from lessons.kit import History, Prediction
from lessons.lesson16_bert.page.claims import ENOUGH, PLAIN
from lessons.lesson16_bert.page.presets import VARIANTS
from lessons.shared.recorded import at_the_end, ends

RIGHT = ("about half", "about two thirds", "more than eight in ten")
BEST = ("scratch", "frozen", "fine-tuned")


def sixteen_from_text(h: History) -> str | None:
    """What the fine-tuned network gets right with 16 labels."""
    found = at_the_end(h, "fine-tuned", "right_16", ENOUGH)
    if found is None:
        return None
    return RIGHT[2] if found > 0.8 else RIGHT[1] if found > 0.58 else RIGHT[0]


def best_with_sixteen(h: History) -> str | None:
    """The network that is right most often with 16 labels."""
    found = ends(h, tuple(VARIANTS), "right_16", ENOUGH)
    return max(found, key=found.__getitem__) if found else None


PREDICTIONS: list[Prediction] = [
    Prediction(
        "With 16 labelled sentences, how often will the fine-tuned network be right on the test?",
        RIGHT,
        sixteen_from_text,
        "The 16 sentences have about 36 of the 48 words that judge. But the network "
        "has sorted all 48 before: the labels only say which group is which.",
        needs=("fine-tuned",),
        when=PLAIN,
        own_data=True,
        panel="Right with 16 labels",
        claims=("sixteen-labels",),
    ),
    Prediction(
        "Which network will be right most often with 16 labels?",
        BEST,
        best_with_sixteen,
        "Frozen and fine-tuned are close, and which is ahead differs between seeds. Sixteen "
        "labels are enough to place a line, and too few to improve an encoder.",
        needs=tuple(VARIANTS),
        when=PLAIN,
        own_data=True,
        panel="Right with 16 labels",
        claims=("frozen-is-enough",),
    ),
]
