"""What the learner is asked to predict, and how the run answers."""

from lessons.kit import History, Prediction
from lessons.lesson14_transformer.page.claims import ENOUGH, INDUCTION, TEXT, climb
from lessons.shared.recorded import at_the_end, ends

ALONE = ("one-layer", "smeared", "fixed-length")
SHARES = ("less than half", "half to nine tenths", "more than nine tenths")
SHAPES = ("evenly, over most of the run", "in less than a third of it")
LOSSES = ("the one with the mask", "the one without", "much the same")


def how_much_one_copies(h: History) -> str | None:
    """Share that one layer copies right where the length is random."""
    right = at_the_end(h, "one-layer", "accuracy", ENOUGH)
    if right is None:
        return None
    return SHARES[0] if right < 0.5 else SHARES[1] if right < 0.9 else SHARES[2]


def how_it_comes(h: History) -> str | None:
    """Whether the climb of two layers is a small part of the run."""
    if at_the_end(h, "two-layers", "accuracy", ENOUGH) is None:
        return None
    steps = climb(h, "two-layers")
    return SHAPES[0] if steps is None or steps > h.planned / 3 else SHAPES[1]


def who_has_less(h: History, metric: str) -> str | None:
    """Which of the two texts' networks ends with the lower loss of this kind."""
    found = ends(h, ("masked", "unmasked"), metric, ENOUGH)
    if found is None:
        return None
    ratio = found["unmasked"] / found["masked"]
    return LOSSES[1] if ratio < 0.8 else LOSSES[0] if ratio > 1.25 else LOSSES[2]


def less_on_prefixes(h: History) -> str | None:
    """The lower loss when nothing that comes later is there to be seen."""
    return who_has_less(h, "honest")


PREDICTIONS = [
    Prediction(
        "One layer, strings of a random length: how much will it copy right?",
        SHARES,
        how_much_one_copies,
        "To copy, a head must find the place after the same symbol. A key of layer 1 only knows "
        "its own symbol and place, and not the symbol before it. Layer 1 of two puts that there.",
        needs=("one-layer",),
        when=INDUCTION,
        panel="Copied right",
        claims=("one-layer-cannot",),
    ),
    Prediction(
        "Two layers: how will they learn to copy?",
        SHAPES,
        how_it_comes,
        "The head of layer 2 is of use only when that of layer 1 is there, and the other way "
        "round. When both are half there, each step makes both better, and the loss falls fast.",
        needs=("two-layers",),
        when=INDUCTION,
        panel="Copied right",
        claims=("all-of-a-sudden",),
    ),
    Prediction(
        "A network with a mask and one without: whose loss will be lower on new lines, judged on "
        "prefixes alone?",
        LOSSES,
        less_on_prefixes,
        "Without a mask it learns to read the next character from the input. On a prefix there is "
        "none to read, and nothing else was learned.",
        needs=("masked", "unmasked"),
        when=TEXT,
        own_data=True,
        panel="Honest loss, on prefixes alone",
        claims=(
            "honest-is-worse",
            "too-good",
        ),
    ),
]
