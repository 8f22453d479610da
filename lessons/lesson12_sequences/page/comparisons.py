"""The claims of the presets: a leak, three cells with equal weights, padding that is read.

The figures are as in claims.py: median [least, most] over seeds 0 to 11 | 20 to 27.
"""

from lessons.kit import Claim, History, Verdict
from lessons.kit.claims.helpers import at_least, at_most
from lessons.shared.recorded import at_the_end, ends, firsts

CELLS = ("rnn", "gru", "lstm")
LEARNED = 250
"""Steps after which cells with equal weights are compared."""
SHIFTED = 200
"""Steps after which they are compared on the bit of 10 steps ago: later the GRU arrives too."""


def leaks(h: History) -> Verdict | None:
    """By how much the networks that have read the next bit beat the best possible, the lesser.

    Measured: 0.238 [0.236, 0.239] above 0.75 | 0.237 [0.237, 0.239].
    """
    found = ends(h, ("birnn", "late"), "accuracy", 100)
    best = at_the_end(h, "birnn", "best", 100)
    if found is None or best is None:
        return None
    least = min(found, key=found.__getitem__)
    why = f"{least} is right for {found[least]:.3f}, and nobody can be for more than {best:.2f}"
    return at_least(found[least] - best, 0.15, why)


def not_at_the_end(h: History) -> Verdict | None:
    """How far the two are from the best possible where nothing comes after, the farther.

    Measured: 0.752 [0.725, 0.786], both alike | 0.742 [0.730, 0.770].
    """
    found = ends(h, ("birnn", "late"), "at_end", 100)
    if found is None:
        return None
    most = max(found, key=found.__getitem__)
    why = f"at the last bit, whose next one nobody has given it, {most} is right for"
    return at_most(found[most], 0.85, f"{why} {found[most]:.3f}")


def forward_is_honest(h: History) -> Verdict | None:
    """How far the forward network is from the best possible.

    Measured: 0.001 [0.000, 0.003] | 0.003 [0.001, 0.006]; on the test 0.749 [0.747, 0.751].
    """
    right, best = (at_the_end(h, "rnn", name, 100) for name in ("accuracy", "best"))
    if right is None or best is None:
        return None
    return at_most(abs(right - best), 0.03, f"the forward network is right for {right:.3f}")


def equal(h: History) -> Verdict | None:
    """The most weights of the three over the fewest: 1 is equal.

    Measured: 1.044 to 1.047, as computed.
    """
    found = firsts(h, CELLS, "weights")
    if found is None:
        return None
    times = max(found.values()) / min(found.values())
    return at_most(times, 1.1, f"the largest has {times:.3f} times the weights of the smallest")


def gates_keep_parity(h: History) -> Verdict | None:
    """What the worse of GRU and LSTM gains over the plain RNN.

    Measured: 0.491 [0.479, 0.497]: gru and lstm 1.000, rnn 0.509 [0.503, 0.521].
    """
    found = ends(h, CELLS, "accuracy", LEARNED)
    if found is None:
        return None
    worse = min(("gru", "lstm"), key=found.__getitem__)
    why = f"{worse} is right for {found[worse]:.3f}, and rnn for {found['rnn']:.3f}"
    return at_least(found[worse] - found["rnn"], 0.3, why)


def all_learn(h: History) -> Verdict | None:
    """Accuracy of the worst of the three.

    Measured: rnn 1.000 [0.957, 1.000], gru and lstm 1.000.
    """
    found = ends(h, CELLS, "accuracy", LEARNED)
    if found is None:
        return None
    worst = min(found, key=found.__getitem__)
    return at_least(found[worst], 0.8, f"{worst} is the worst, right for {found[worst]:.3f}")


def plain_shifts_best(h: History) -> Verdict | None:
    """What the plain RNN gains over the better of GRU and LSTM.

    Measured: rnn 1.000, gru 0.833 [0.814, 0.858], lstm 0.809 [0.781, 0.835].
    """
    found = ends(h, CELLS, "accuracy", SHIFTED)
    if found is None:
        return None
    better = max(("gru", "lstm"), key=found.__getitem__)
    why = f"rnn is right for {found['rnn']:.3f}, and {better} for {found[better]:.3f}"
    return at_least(found["rnn"] - found[better], 0.08, why)


def lstm_guesses(h: History) -> Verdict | None:
    """Accuracy of the LSTM over 20 steps; the plain RNN is a lottery there.

    Measured: 0.501 [0.497, 0.502]; rnn 0.867 [0.497, 0.986], gru 0.693 [0.497, 0.742].
    """
    right = at_the_end(h, "lstm", "accuracy", LEARNED)
    if right is None:
        return None
    return at_most(right, 0.6, f"lstm is right for {right:.3f} of the tags")


def plain_adds_nothing(h: History) -> Verdict | None:
    """Squared error of the plain RNN, beside 1/6 of who reads nothing.

    Measured: 0.172 [0.160, 0.541]; lstm 0.158 [0.007, 0.173], 2 of 12 below 0.02.
    """
    error = at_the_end(h, "rnn", "error", LEARNED)
    if error is None:
        return None
    return at_least(error, 0.12, f"rnn ends with a squared error of {error:.3f}")


def gru_adds(h: History) -> Verdict | None:
    """Squared error of the GRU.

    Measured: 0.0004 [0.0003, 0.0007].
    """
    error = at_the_end(h, "gru", "error", LEARNED)
    if error is None:
        return None
    return at_most(error, 0.02, f"gru ends with a squared error of {error:.4f}")


def padding_costs(h: History) -> Verdict | None:
    """What it costs to read the state at the end of the padding.

    Measured: 0.495 [0.475, 0.517]: last 1.000, padded 0.505 [0.483, 0.525].
    """
    found = ends(h, ("last", "padded"), "accuracy", LEARNED)
    if found is None:
        return None
    why = f"last is right for {found['last']:.3f}, padded for {found['padded']:.3f}"
    return at_least(found["last"] - found["padded"], 0.2, why)


COMPARISONS = [
    Claim(
        "a-leak-beats-the-best",
        "Networks that have read the next bit “predict” it more often than anybody can",
        leaks,
        needs=("birnn", "late"),
        when={"task": "next"},
        own_data=True,
        unit="of the answers",
    ),
    Claim(
        "the-leak-ends",
        "Where no next bit is given, they are no better than the best possible",
        not_at_the_end,
        needs=("birnn", "late"),
        when={"task": "next"},
        own_data=True,
        unit="of the answers",
    ),
    Claim(
        "forward-is-honest",
        "The forward network is at the best possible score",
        forward_is_honest,
        needs=("rnn",),
        when={"task": "next"},
        own_data=True,
        unit="of the answers",
    ),
    Claim(
        "equal-weights",
        "The three cells have as many weights as each other, within a tenth",
        equal,
        needs=CELLS,
        when={"weights": 1000},
        own_data=True,
        unit="times",
    ),
    Claim(
        "gates-keep-parity",
        "Over 80 bits GRU and LSTM keep the parity, and a plain RNN with as many weights guesses",
        gates_keep_parity,
        needs=CELLS,
        when={"task": "parity", "length": 80, "weights": 1000},
        own_data=True,
        unit="of the answers",
    ),
    Claim(
        "all-keep-short-parity",
        "Over 20 bits all three keep it",
        all_learn,
        needs=CELLS,
        when={"task": "parity", "length": 20, "weights": 1000},
        own_data=True,
        unit="of the answers",
    ),
    Claim(
        "the-plain-rnn-shifts-best",
        "The bit of 10 steps ago, in 200 steps: the plain RNN is ahead of both gated cells",
        plain_shifts_best,
        needs=CELLS,
        when={"task": "delay", "gap": 10, "length": 40, "weights": 1000, "steps": 200},
        own_data=True,
        unit="of the answers",
    ),
    Claim(
        "the-lstm-does-not-start",
        "The bit of 20 steps ago: an LSTM from torch's own start still guesses",
        lstm_guesses,
        needs=("lstm",),
        when={"task": "delay", "gap": 20, "length": 60, "weights": 1000, "forget": 0.0},
        own_data=True,
        unit="of the answers",
    ),
    Claim(
        "the-plain-rnn-adds-nothing",
        "Adding over 50 steps: the plain RNN is no better than who reads nothing",
        plain_adds_nothing,
        needs=("rnn",),
        when={"task": "adding", "length": 50, "weights": 1000},
        own_data=True,
        unit="squared error",
    ),
    Claim(
        "the-gru-adds",
        "A GRU with as many weights adds",
        gru_adds,
        needs=("gru",),
        when={"task": "adding", "length": 50, "weights": 1000},
        own_data=True,
        unit="squared error",
    ),
    Claim(
        "padding-blinds",
        "Read at the end of the padding, the same LSTM learns far less",
        padding_costs,
        needs=("last", "padded"),
        when={"task": "odd", "cell": "lstm", "length": 16, "shortest": 1},
        own_data=True,
        unit="of the answers",
    ),
]
