"""What this lesson claims of a run, judged from what was recorded.

Beside each bar stands what was measured before it was set, as median [least, most] over seeds
0 to 11, each seed on its own. Reach is in decades: −3 is a thousandth.
"""

import math
from statistics import fmean, median
from typing import Any

from lessons.kit import Claim, History, Verdict

LAG = 50
TAIL = 20
"""Steps averaged at the end: of 64 answers each, so that accuracy is good to 0.02."""
RECALL: dict[str, Any] = {"task": "recall", "lag": LAG}
ENOUGH = 300
"""Steps before the lesson says what cannot be learned."""
READ = 150
"""Steps before it says how well a text was learned."""
GAINS = (0.9, 1.0, 1.1)
LINEAR: dict[str, dict[str, Any]] = {
    f"gain-{g}": {"cell": "linear", "start": "orthogonal", "gain": g} for g in GAINS
}
RADIUS: dict[str, dict[str, Any]] = {
    "linear": {"cell": "linear", "start": "orthogonal", "gain": 1.1},
    "gaussian": {"cell": "linear", "start": "gaussian", "gain": 1.1},
    "tanh": {"cell": "rnn", "start": "orthogonal", "gain": 1.1},
}


def trained(h: History, *variants: str, steps: int) -> bool:
    """Whether these have come to their end, after so many steps at least."""
    return all(h.finished(v) and h.done(v) >= steps for v in variants)


def untrained(h: History, variant: str, road: str = "h") -> float | None:
    """Decades from the first state to the last before the first update; the median seed's."""
    found = h.first(variant, f"reach_{road}")
    return median(found) if h.done(variant) and found else None


def at_the_end(h: History, variant: str, metric: str) -> float:
    """The latest value, of the median seed."""
    return median(h.last(variant, metric))


def accuracy(h: History, variant: str) -> float:
    """The share of right answers over the last steps, of the median seed."""
    return median(fmean(values[-TAIL:]) for values in h.all(variant, "accuracy"))


def share(decades: float) -> str:
    """A share in words that fit a sentence: 10^-12.3."""
    return f"10^{decades:.1f}" if math.isfinite(decades) else "nothing at all"


def law(h: History) -> Verdict | None:
    """The largest relative error of gᵏ at any lag up to 50, of the three gains."""
    if not all(h.done(v) for v in LINEAR):
        return None
    worst = max(max(h.first(v, "law_error")) for v in LINEAR)
    why = f"at no lag is the share further than {worst:.1e} of itself from gain^lag"
    return Verdict(worst <= 1e-4, worst, 1e-4, why)


def rnn_vanishes(h: History) -> Verdict | None:
    """The untrained plain network."""
    reach = untrained(h, "rnn")
    if reach is None:
        return None
    why = f"before training, {share(reach)} of the gradient arrives 50 steps back"
    return Verdict(reach <= -9, reach, -9, why)


def lstm_vanishes(h: History) -> Verdict | None:
    """The better of the two roads of an untrained LSTM, as torch draws it."""
    h_road, c_road = untrained(h, "lstm"), untrained(h, "lstm", "c")
    if h_road is None or c_road is None:
        return None
    best = max(h_road, c_road)
    why = f"before training, {share(h_road)} arrives along h and {share(c_road)} along c"
    return Verdict(best <= -6, best, -6, why)


def chrono_carries(h: History) -> Verdict | None:
    """The untrained chrono LSTM's road c, and the chrono GRU's h: the worse of them."""
    lstm, gru = untrained(h, "lstm-chrono", "c"), untrained(h, "gru-chrono")
    if lstm is None or gru is None:
        return None
    worst = min(10**lstm, 10**gru)
    why = f"before training, {10**lstm:.2f} arrives along c of the LSTM, {10**gru:.2f} in the GRU"
    return Verdict(worst >= 0.05, worst, 0.05, why)


def rnn_forgets(h: History) -> Verdict | None:
    """The plain network's accuracy at the end."""
    if not trained(h, "rnn", steps=ENOUGH):
        return None
    right = accuracy(h, "rnn")
    why = f"{right:.2f} of its answers are right within this budget"
    return Verdict(right <= 0.4, right, 0.4, why)


def lstm_guesses(h: History) -> Verdict | None:
    """How far the default LSTM's accuracy is from chance."""
    if not trained(h, "lstm", steps=ENOUGH):
        return None
    right, chance = accuracy(h, "lstm"), 1 / h.config["symbols"]
    why = f"{right:.2f} of its answers are right, and chance is {chance:.2f}"
    return Verdict(abs(right - chance) <= 0.15, abs(right - chance), 0.15, why)


def chrono_recalls(h: History) -> Verdict | None:
    """The worse of the two chrono cells."""
    if not trained(h, "lstm-chrono", "gru-chrono", steps=ENOUGH):
        return None
    right = {v: accuracy(h, v) for v in ("lstm-chrono", "gru-chrono")}
    worst = min(right.values())
    why = " and ".join(f"{r:.2f} of {v}'s" for v, r in right.items()) + " answers are right"
    return Verdict(worst >= 0.95, worst, 0.95, why)


def rnn_recalls_near(h: History) -> Verdict | None:
    """The plain network where five steps are to be bridged."""
    if not trained(h, "rnn", steps=READ):
        return None
    right = accuracy(h, "rnn")
    why = f"over five steps {right:.2f} of the plain network's answers are right"
    return Verdict(right >= 0.95, right, 0.95, why)


def radius_is_no_law(h: History) -> Verdict | None:
    """What the same radius of 1.1 does to tanh; only if the linear network explodes."""
    straight, bent = untrained(h, "linear"), untrained(h, "tanh")
    if straight is None or bent is None:
        return None
    why = f"at radius 1.1 the linear network's gradient becomes {share(straight)} of itself, "
    why += f"and that of tanh {share(bent)}"
    return Verdict(bent <= -2 and straight >= 1.5, bent, -2.0, why)


def wrong_sign(h: History) -> Verdict | None:
    """How many decades the wrong sign falls short of the right one, and of none at all."""
    right, none, wrong = (untrained(h, v) for v in ("gru-chrono", "gru", "gru-wrong-sign"))
    if right is None or none is None or wrong is None:
        return None
    short = none - wrong
    why = f"{share(wrong)} arrives; without the bias {share(none)}, with the other {share(right)}"
    return Verdict(short >= 5, short, 5.0, why)


def ahead_of_pairs(h: History) -> Verdict | None:
    """Held-out nats a character ahead of counting pairs: the worst network's."""
    names = [v for v in ("rnn", "lstm", "gru") if v in h.variants]
    if not trained(h, *names, steps=READ):
        return None
    worst = min(at_the_end(h, v, "ahead") for v in names)
    why = f"on held-out text the last of them is {worst:.2f} nats a character ahead of pairs"
    return Verdict(worst >= 0.2, worst, 0.2, why)


def generalises(h: History) -> Verdict | None:
    """Held-out loss above training loss: the worst network's."""
    names = [v for v in ("rnn", "lstm", "gru") if v in h.variants]
    if not trained(h, *names, steps=READ):
        return None
    gaps = [at_the_end(h, v, "held_out") - tail_loss(h, v) for v in names]
    why = f"held-out loss lies {max(gaps):.3f} above training loss"
    return Verdict(max(gaps) <= 0.1, max(gaps), 0.1, why)


def tail_loss(h: History, variant: str) -> float:
    """Training loss, the mean of the last steps, of the median seed."""
    return median(fmean(values[-TAIL:]) for values in h.all(variant, "loss"))


def training_does_not_mend_it(h: History) -> Verdict | None:
    """The best road of any trained network."""
    names = [v for v in ("rnn", "lstm", "gru") if v in h.variants]
    if not trained(h, *names, steps=READ):
        return None
    reach = {v: max(at_the_end(h, v, f"reach_{road}") for road in roads(v)) for v in names}
    best = max(reach, key=reach.__getitem__)
    why = f"trained, the best of them is {best}: {share(reach[best])} arrives 50 steps back"
    return Verdict(reach[best] <= -4, reach[best], -4.0, why)


def roads(variant: str) -> str:
    """What leads back: h, and in an LSTM c."""
    return "hc" if variant.startswith("lstm") else "h"


def fluent_and_forgetful(h: History) -> Verdict | None:
    """The best memory over a clause, of networks that all know what is three letters away."""
    names = [v for v in ("rnn", "lstm", "gru") if v in h.variants]
    if not trained(h, *names, steps=READ):
        return None
    near = min(at_the_end(h, v, "near") for v in names)
    far = max(at_the_end(h, v, "far") for v in names)
    why = f"three letters after the name at least {near:.2f} know whose animal it is, "
    why += f"a clause later at most {far:.2f}"
    return Verdict(near >= 0.9 and far <= 0.5, far, 0.5, why)


CLAIMS = [
    Claim(
        "gain-to-the-power-of-lag",
        "In a linear network exactly gain^lag of the gradient arrives",
        law,
        needs=tuple(LINEAR),
    ),
    Claim(
        "untrained-rnn-vanishes",
        "In an untrained RNN nearly nothing arrives 50 steps back",
        rnn_vanishes,
        needs=("rnn",),
        when={"lag": LAG},
    ),
    Claim(
        "untrained-lstm-vanishes-too",
        "Nor in an untrained LSTM, along neither of its roads",
        lstm_vanishes,
        needs=("lstm",),
        when={"lag": LAG},
    ),
    Claim(
        "chrono-carries",
        "With chrono biases a good part arrives before anything is learned",
        chrono_carries,
        needs=("lstm-chrono", "gru-chrono"),
        when={"lag": LAG},
    ),
    Claim(
        "rnn-forgets",
        "The RNN does not learn to recall within this budget",
        rnn_forgets,
        needs=("rnn",),
        when=RECALL,
    ),
    Claim(
        "lstm-guesses",
        "Nor does the LSTM as torch ships it: it guesses",
        lstm_guesses,
        needs=("lstm",),
        when=RECALL,
    ),
    Claim(
        "chrono-recalls",
        "LSTM and GRU with chrono biases learn it",
        chrono_recalls,
        needs=("lstm-chrono", "gru-chrono"),
        when=RECALL,
    ),
    Claim(
        "rnn-recalls-near",
        "Over five steps the RNN learns it too",
        rnn_recalls_near,
        needs=("rnn",),
        when={"task": "recall", "lag": 5},
    ),
    Claim(
        "radius-is-no-law",
        "A spectral radius above 1 explodes without a bend, and vanishes with tanh",
        radius_is_no_law,
        needs=tuple(RADIUS),
        when={"lag": LAG},
    ),
    Claim(
        "wrong-sign",
        "A GRU's bias with the wrong sign is worse than none",
        wrong_sign,
        needs=("gru", "gru-chrono", "gru-wrong-sign"),
        when={"lag": LAG},
    ),
    Claim(
        "ahead-of-pairs",
        "Every network ends well ahead of counting pairs of letters",
        ahead_of_pairs,
        when={"task": "text"},
    ),
    Claim(
        "holds-for-unseen-text",
        "What they learned holds for text that they have not seen",
        generalises,
        when={"task": "text"},
        own_data=True,
    ),
    Claim(
        "training-does-not-mend-it",
        "Nothing in this text made the gradient reach 50 steps back",
        training_does_not_mend_it,
        when={"task": "text", "lag": LAG},
        own_data=True,
    ),
    Claim(
        "fluent-and-forgetful",
        "They write well and forget who it was about",
        fluent_and_forgetful,
        when={"task": "text"},
        own_data=True,
    ),
]
