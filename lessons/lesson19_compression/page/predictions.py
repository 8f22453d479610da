"""What the learner is asked to predict, and how the run answers."""

from lessons.kit import History, Prediction
from lessons.lesson19_compression.page.claims import BITS, HIDDEN
from lessons.lesson19_compression.page.verdicts import TAUGHT, at_end

SHARES = ("nearly all", "about half", "about one in ten")
BETTER = ("better", "the same", "worse")


def share(right: float | None) -> str | None:
    """A share of the test in words."""
    if right is None:
        return None
    return SHARES[0] if right >= 0.8 else SHARES[1] if right >= 0.25 else SHARES[2]


def one_scale(h: History) -> str | None:
    """With 2 bits and one scale."""
    return share(at_end(h, "tensor", "tensor_2"))


def twin(h: History) -> str | None:
    """Of the twin with 6 bits and one scale."""
    return share(at_end(h, "twin", "twin_tensor_6"))


def with_eight(h: History) -> str | None:
    """How the network that was trained for 2 bits is with 8."""
    ends = [at_end(h, "aware", name) for name in ("channel_8", "channel_2")]
    if ends[0] is None or ends[1] is None:
        return None
    more = ends[0] - ends[1]
    return BETTER[0] if more > 0.005 else BETTER[1] if more > -0.005 else BETTER[2]


def threes(h: History) -> str | None:
    """Of the threes, by the student that saw none."""
    found = at_end(h, "soft-4", "recall", TAUGHT)
    if found is None:
        return None
    return "none" if found < 0.01 else "a few" if found < 0.25 else "many"


PREDICTIONS = [
    Prediction(
        "A twin of the network gives the same scores to seven digits. With 6 bits and one scale, "
        "how many of the test does the twin have right?",
        SHARES,
        twin,
        "Eight of its units count a hundred times as much. They set the one scale, and all other "
        "weights are less than half a step: they become 0.",
        needs=("twin",),
        when=BITS,
        panel="Right by bits",
        claims=("twin-breaks-at-six-bits",),
    ),
    Prediction(
        "The network `aware` was trained with weights of 2 bits. How is it with 8 bits?",
        BETTER,
        with_eight,
        "Its weights moved so that the rounded ones are right. The exact ones were never asked.",
        needs=("aware",),
        when=BITS,
        panel="Right by bits",
        claims=("more-bits-hurt-it",),
    ),
    Prediction(
        "A student never sees an image of a 3. How many threes does it find, if a teacher at "
        "T = 4 tells it what it sees in the other digits?",
        ("none", "a few", "many"),
        threes,
        "Of many eights and nines the teacher says: a little like a 3. That says what a 3 is.",
        needs=("soft-4",),
        when=HIDDEN,
        panel="Examples of the hidden class found",
        claims=("threes-from-doubts",),
    ),
]
