"""What the learner is asked to predict, and how the run answers."""

from lessons.kit import History, Prediction
from lessons.lesson01_skipgram.claims import PLANTED, latest


def without_order(h: History) -> str | None:
    """How many analogies the shuffled text answers."""
    right = latest(h, "shuffled", "analogy") if "shuffled" in h.variants else None
    if right is None:
        return None
    return "hardly any" if right <= 0.1 else "about half" if right <= 0.75 else "nearly all"


def how_low(h: History) -> str | None:
    """Where the softmax's loss ends."""
    gap = latest(h, "softmax", "gap") if "softmax" in h.variants else None
    loss = latest(h, "softmax", "loss") if "softmax" in h.variants else None
    if gap is None or loss is None:
        return None
    if loss < 0.1:
        return "near 0"
    return "near some level above 0" if gap <= 0.05 else "nowhere near any level"


def other_starts(h: History) -> str | None:
    """How much of the neighbours two starts share."""
    variant = next((v for v in ("negative", "softmax") if v in h.variants), None)
    shared = latest(h, variant, "agreement") if variant else None
    if shared is None:
        return None
    return "nearly none" if shared < 0.25 else "some" if shared < 0.65 else "most"


PREDICTIONS = [
    Prediction(
        "Shuffle all words of the text. How many analogies still come out right?",
        ("nearly all", "about half", "hardly any"),
        without_order,
        "How often words occur says nothing about which of them belong together. All that the "
        "vectors know, they know from who stands beside whom.",
        needs=("shuffled",),
        when=PLANTED,
        own_data=True,
        panel="Analogies right",
        claims=(
            "order-is-all",
            "order-foretells",
        ),
    ),
    Prediction(
        "The softmax is trained as long as it takes. Where does its loss end?",
        ("near 0", "near some level above 0", "nowhere near any level"),
        how_low,
        "After “the” many words may come. The loss cannot fall below that uncertainty, the "
        "conditional entropy H(context | word), however good the vectors are.",
        needs=("softmax",),
        own_data=True,
        panel="Above the floor",
        claims=(
            "softmax-reaches-its-floor",
            "narrow-stays-above",
        ),
    ),
    Prediction(
        "Two networks differ in nothing but their random start. How many of a word's three "
        "nearest do they share?",
        ("most", "some", "nearly none"),
        other_starts,
        "Only as many as the text pins down. Thousands of sentences leave little to chance, five "
        "leave nearly everything.",
        own_data=True,
        panel="Neighbours that two starts share",
        claims=("starts-agree",),
    ),
]
