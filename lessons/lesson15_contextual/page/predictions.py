"""What the learner is asked to predict, and how the run answers."""

from lessons.kit import History, Prediction
from lessons.lesson15_contextual.page.claims import PLAIN
from lessons.lesson15_contextual.page.verdicts import ENOUGH
from lessons.shared.recorded import at_the_end

SHARES = ("about half: a coin", "about three quarters", "nearly all")
NAMES = ("hidden", "copied", "about the same")


def share_of(value: float | None) -> str | None:
    """An accuracy in words."""
    if value is None:
        return None
    if value < 0.65:
        return SHARES[0]
    return SHARES[1] if value < 0.9 else SHARES[2]


def what_neighbours_tell(h: History) -> str | None:
    """How much the mean of the neighbours' static vectors gets right."""
    return share_of(at_the_end(h, "hidden", "neighbours_accuracy", 1))


def whose_senses_part(h: History) -> str | None:
    """The network in which uses of two senses end farther apart."""
    gaps = [at_the_end(h, name, "gap", ENOUGH) for name in ("hidden", "copied")]
    if gaps[0] is None or gaps[1] is None:
        return None
    if abs(gaps[0] - gaps[1]) < 0.02:
        return NAMES[2]
    return NAMES[0] if gaps[0] > gaps[1] else NAMES[1]


def what_the_left_tells(h: History) -> str | None:
    """How much the encoder gets right that sees only what came before."""
    return share_of(at_the_end(h, "left", "accuracy", ENOUGH))


PREDICTIONS = [
    Prediction(
        "Take the mean of the static vectors of the words around. For how many uses does it give "
        "the right sense?",
        SHARES,
        what_neighbours_tell,
        "One vector for bank says nothing about its sense. But cheque and wallet have vectors too, "
        "and they stand beside it. What Word2Vec lacks is a vector for the use, not the knowledge.",
        needs=("hidden",),
        when=PLAIN,
        own_data=True,
        panel="Who can tell the senses",
        claims=("neighbours-suffice",),
    ),
    Prediction(
        "In which network will the uses of a word in its two senses move apart?",
        NAMES,
        whose_senses_part,
        "A network that sees the word it is asked for needs no neighbours: it copies. Its loss "
        "falls to nearly 0, and all uses of a word keep nearly the same vector.",
        needs=("hidden", "copied"),
        when=PLAIN,
        own_data=True,
        panel="Cosine: same sense, other sense",
        claims=("copying-parts-nothing",),
    ),
    Prediction(
        "An encoder sees only the words before. For how many uses will it give the right sense?",
        SHARES,
        what_the_left_tells,
        "Where the word stands first, nothing came before it but `the`: that use is a coin toss. "
        "Where it stands later, something of its topic has been said.",
        needs=("left",),
        own_data=True,
        panel="Right on the test",
        claims=("one-way-is-behind",),
    ),
]
