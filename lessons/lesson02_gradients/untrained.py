"""What untrained networks show: how much arrives 50 steps back before anything is learned.

Measured as median [least, most] over seeds 0 to 11; seeds 100 to 103 held the bars too.
"""

from math import isnan

from lessons.kit import History, Verdict
from lessons.kit.claims.helpers import at_least, at_most
from lessons.lesson02_gradients.recorded import LINEAR, share, untrained


def law(h: History) -> Verdict | None:
    """The largest relative error of gᵏ at any lag up to 50, of the three gains.

    Measured: 1.7e-6 [1.2e-6, 3.0e-6]: 32-bit weights are orthogonal to no more.
    """
    found = [error for v in LINEAR for error in h.first(v, "law_error")]
    if not found or any(map(isnan, found)):
        return None
    worst = max(found)
    why = f"at no lag is the share further than {worst:.1e} of itself from gain^lag"
    return at_most(worst, 1e-4, why)


def rnn_vanishes(h: History) -> Verdict | None:
    """The untrained plain network.

    Measured: recall −15.3 [−17.3, −10.5], and of 150 more seeds the most was −11.5; village −15.4
    [−15.8, −14.3].
    """
    reach = untrained(h, "rnn")
    if reach is None:
        return None
    why = f"before training, {share(reach)} of the gradient arrives 50 steps back"
    return at_most(reach, -9, why)


def lstm_vanishes(h: History) -> Verdict | None:
    """The better of the two paths of an untrained LSTM, as torch draws it.

    Measured: recall −9.7 [−11.2, −8.6], and of 150 more seeds the most was −7.8; village −10.5
    [−10.8, −10.1].
    """
    along_h, along_c = untrained(h, "lstm"), untrained(h, "lstm", "c")
    if along_h is None or along_c is None:
        return None
    best = max(along_h, along_c)
    why = f"before training, {share(along_h)} arrives along h and {share(along_c)} along c"
    return at_most(best, -6, why)


def chrono_carries(h: History) -> Verdict | None:
    """The untrained chrono LSTM's path c, and the chrono GRU's h: the worse of them.

    Measured: 0.185 [0.145, 0.217], and of 150 more seeds the least was 0.13.
    """
    lstm, gru = untrained(h, "lstm-chrono", "c"), untrained(h, "gru-chrono")
    if lstm is None or gru is None:
        return None
    worst = min(10**lstm, 10**gru)
    why = f"before training, {10**lstm:.2f} arrives along c of the LSTM, {10**gru:.2f} in the GRU"
    return at_least(worst, 0.05, why)


def radius_is_no_law(h: History) -> Verdict | None:
    """What the same radius of 1.1 does to tanh; only if the linear network explodes.

    Measured: −3.7 [−4.8, −3.2], while the linear network has +2.07.
    """
    straight, bent = untrained(h, "linear"), untrained(h, "tanh")
    if straight is None or bent is None:
        return None
    why = f"at radius 1.1 the linear network's gradient becomes {share(straight)} of itself, "
    why += f"and that of tanh {share(bent)}"
    return Verdict(bent <= -2 and straight >= 1.5, bent, -2.0, why)


def wrong_sign(h: History) -> Verdict | None:
    """How many decades the wrong sign falls short of no bias at all.

    Measured: 13 [5.1, 17.6].
    """
    right, none, wrong = (untrained(h, v) for v in ("gru-chrono", "gru", "gru-wrong-sign"))
    if right is None or none is None or wrong is None:
        return None
    short = none - wrong
    why = f"{share(wrong)} arrives; without the bias {share(none)}, with the other {share(right)}"
    return at_least(short, 2.0, why)
