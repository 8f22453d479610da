"""What the learner is asked to predict, and how the run answers."""

from lessons.kit import History, Prediction
from lessons.lesson12_sequences.page.claims import ENOUGH
from lessons.lesson12_sequences.page.comparisons import CELLS, SHIFTED
from lessons.shared.recorded import at_the_end, ends

NAMES = ("rnn", "lstm", "birnn", "late")
WHO = ("lstm alone", "birnn alone", "birnn and late", "all four", "others")
MOVED = ("nothing", "a little", "a lot")
SCORES = ("about 0.50", "about 0.75", "nearly 1")


def who_learns(h: History) -> str | None:
    """Which of the networks get far above what can be had without the next bit."""
    found = ends(h, NAMES, "accuracy", ENOUGH)
    if found is None:
        return None
    able = tuple(name for name in NAMES if found[name] > 0.9)
    named = {
        ("lstm",): WHO[0], ("birnn",): WHO[1], ("birnn", "late"): WHO[2], NAMES: WHO[3],
    }  # fmt: skip
    return named.get(able, WHO[4])


def how_far_it_moves(h: History) -> str | None:
    """How far another next bit moves the answer of the LSTM."""
    moved = at_the_end(h, "lstm", "sees_next", 1)
    if moved is None:
        return None
    if moved == 0:
        return MOVED[0]
    return MOVED[1] if moved < 0.2 else MOVED[2]


def how_well_it_predicts(h: History) -> str | None:
    """How often the network that reads both ways is right about the next bit."""
    right = at_the_end(h, "birnn", "accuracy", 100)
    if right is None:
        return None
    return SCORES[0 if right < 0.6 else 1 if right < 0.85 else 2]


def who_shifts_best(h: History) -> str | None:
    """The cell that ends with the highest accuracy."""
    found = ends(h, CELLS, "accuracy", SHIFTED)
    return max(found, key=found.__getitem__) if found else None


PREDICTIONS = [
    Prediction(
        "The tag of a bit is whether it and the next one differ. Which networks will learn it?",
        WHO,
        who_learns,
        "The tag needs a bit that a forward network has not read yet. No number of weights makes "
        "up for that. Waiting one step does.",
        needs=NAMES,
        when={"task": "xor"},
        panel="Accuracy",
        own_data=True,
        claims=(
            "weights-buy-no-future",
            "both-ways-learns",
            "one-step-late-learns",
        ),
    ),
    Prediction(
        "One bit is flipped: the one after the bit that is asked. How far does the LSTM's "
        "answer move?",
        MOVED,
        how_far_it_moves,
        "Its answer was given before it read that bit. The curve is 0 there, to the last digit.",
        needs=("lstm", "birnn"),
        when={"task": "xor"},
        panel="What moves the answer",
        own_data=True,
        claims=(
            "blind-to-the-next",
            "the-next-bit-decides",
        ),
    ),
    Prediction(
        "The next bit is the same as this one three times in four. How often will birnn, which "
        "reads both ways, be right about it?",
        SCORES,
        how_well_it_predicts,
        "It has read the next bit. What it does is no prediction, and its score is better than "
        "the best one that there is.",
        needs=("birnn",),
        when={"task": "next"},
        panel="Accuracy",
        own_data=True,
        claims=("a-leak-beats-the-best",),
    ),
    Prediction(
        "Three cells with as many weights. The tag is the bit of ten steps ago. Which one will "
        "be right most often?",
        CELLS,
        who_shifts_best,
        "A shift register is a linear map, which a plain RNN of 29 units can be. The gated cells "
        "have 16 and 14 units for the same weights, and their gates must learn to move a bit on.",
        needs=CELLS,
        when={"task": "delay", "gap": 10},
        panel="Accuracy",
        own_data=True,
        claims=("the-plain-rnn-shifts-best",),
    ),
]
