"""What this lesson claims of tags that need the next bit, judged from what was recorded.

Beside each bar stands what was measured before it was set, as median [least, most] over seeds
0 to 11, each seed on its own; behind | over seeds 20 to 27, by which no bar was set.
"""

from lessons.kit import Claim, History, Verdict
from lessons.kit.claims.helpers import at_least, at_most
from lessons.lesson12_sequences.page.comparisons import COMPARISONS
from lessons.shared.recorded import at_first, at_the_end, ends, firsts

ENOUGH = 120
"""Steps before the lesson says what a network has learned."""
NEXT = {"task": ("xor", "and"), "length": 20}


def no_future(h: History) -> Verdict | None:
    """How far the forward networks are from the best possible score, the farther one.

    Measured: xor 0.500: rnn [0.498, 0.503], lstm [0.491, 0.505]; and 0.750: [0.745, 0.754].
    From the best possible: xor 0.002 [0.001, 0.009] | 0.003 [0.000, 0.006]; and 0.002 [0.001,
    0.004] | 0.005 [0.002, 0.008].
    """
    found = ends(h, ("rnn", "lstm"), "accuracy", ENOUGH)
    best = at_the_end(h, "rnn", "best", ENOUGH)
    if found is None or best is None:
        return None
    off = {name: abs(score - best) for name, score in found.items()}
    worst = max(off, key=off.__getitem__)
    why = f"{worst} is right for {found[worst]:.3f}, and the best possible is {best:.3f}"
    return at_most(off[worst], 0.03, why)


def learned(h: History, name: str) -> Verdict | None:
    """Accuracy of one network at the end.

    Measured: 1.000 of both, in every run, of xor and of and.
    """
    right = at_the_end(h, name, "accuracy", ENOUGH)
    if right is None:
        return None
    return at_least(right, 0.99, f"{name} is right for {right:.3f} of the tags")


def both_learned(h: History) -> Verdict | None:
    """The network that reads both ways."""
    return learned(h, "birnn")


def late_learned(h: History) -> Verdict | None:
    """The forward network that answers one step later."""
    return learned(h, "late")


def blind(h: History) -> Verdict | None:
    """How much the next bit moves the answer of the forward networks: exactly nothing.

    Measured: 0 of every network at every step.
    """
    found = ends(h, ("rnn", "lstm"), "sees_next", 1)
    if found is None:
        return None
    most = max(found.values())
    return at_most(most, 0.0, f"another next bit moves their probabilities by {most:.3g}")


def looks_ahead(h: History) -> Verdict | None:
    """How much the next bit moves the answer of the other two, the lesser.

    Measured: 0.986 [0.972, 0.992], birnn; late 0.987 [0.981, 0.992] | the lesser 0.979
    [0.971, 0.989].
    """
    found = ends(h, ("birnn", "late"), "sees_next", ENOUGH)
    if found is None:
        return None
    least = min(found, key=found.__getitem__)
    why = f"another next bit moves the probabilities of {least} by {found[least]:.2f}"
    return at_least(found[least], 0.5, why)


def many_weights(h: History) -> Verdict | None:
    """How many times the weights of `birnn` the LSTM has: as planned, about 25."""
    found = firsts(h, ("lstm", "birnn"), "weights")
    if found is None:
        return None
    times = found["lstm"] / found["birnn"]
    return at_least(times, 20.0, f"lstm has {times:.1f} times the weights of birnn")


def by_hand(h: History) -> Verdict | None:
    """How far the three cells are from torch's, at most, in float64.

    Measured: 1.2e-16 [1.1e-16, 1.7e-16] | 1.1e-16 [1.1e-16, 1.7e-16].
    """
    apart = at_first(h, "rnn", "by_hand")
    if apart is None:
        return None
    return at_most(apart, 1e-12, f"formulas and torch are {apart:.1e} apart at most")


CLAIMS = [
    Claim(
        "weights-buy-no-future",
        "Forward networks, small or large, are at the best possible score without the next bit",
        no_future,
        needs=("rnn", "lstm"),
        when=NEXT,
        own_data=True,
        unit="of the answers",
    ),
    Claim(
        "twenty-times-the-weights",
        "The LSTM has more than twenty times the weights of the network that learns",
        many_weights,
        needs=("lstm", "birnn"),
        when=NEXT,
        own_data=True,
        unit="times",
    ),
    Claim(
        "both-ways-learns",
        "A network that reads both ways learns the tags",
        both_learned,
        needs=("birnn",),
        when=NEXT,
        own_data=True,
        unit="of the answers",
    ),
    Claim(
        "one-step-late-learns",
        "So does a forward network that answers one step later, with half the weights",
        late_learned,
        needs=("late",),
        when=NEXT,
        own_data=True,
        unit="of the answers",
    ),
    Claim(
        "blind-to-the-next",
        "The next bit moves the answer of a forward network by exactly nothing",
        blind,
        needs=("rnn", "lstm"),
        own_data=True,
        unit="probability",
    ),
    Claim(
        "the-next-bit-decides",
        "The other two hang on the next bit",
        looks_ahead,
        needs=("birnn", "late"),
        when={"task": "xor", "length": 20},
        own_data=True,
        unit="probability",
    ),
    Claim(
        "by-hand",
        "Each cell's formula is what torch computes",
        by_hand,
        needs=("rnn",),
        unit="1",
    ),
    *COMPARISONS,
]
