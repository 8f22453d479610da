"""What this lesson claims of a run, judged from what was recorded.

Beside each bar stands what was measured before it was set, as median [least, most], each seed on
its own: seeds 0 to 11; seeds 100 to 103 held the bars too. Reach is in decades: −3 is a thousandth.
What untrained networks show is in `untrained.py`.
"""

from lessons.kit import Claim, History, Verdict
from lessons.kit.claims.helpers import at_least, at_most
from lessons.lesson02_gradients.recorded import (
    ENOUGH,
    LAG,
    LINEAR,
    PLAIN,
    RADIUS,
    READ,
    RECALL,
    SHORT,
    accuracy,
    at_the_end,
    paths,
    share,
    tail_loss,
    trained,
)
from lessons.lesson02_gradients.untrained import (
    chrono_carries,
    law,
    lstm_vanishes,
    radius_is_no_law,
    rnn_vanishes,
    wrong_sign,
)


def rnn_forgets(h: History) -> Verdict | None:
    """The plain network's accuracy at the end.

    Measured: 0.250 [0.230, 0.275].
    """
    if not trained(h, "rnn", steps=ENOUGH):
        return None
    right = accuracy(h, "rnn")
    why = f"{right:.2f} of its answers are right within this budget"
    return at_most(right, 0.4, why)


def lstm_guesses(h: History) -> Verdict | None:
    """How far the default LSTM's accuracy is from chance.

    Measured: 0.010 [0.002, 0.025].
    """
    if not trained(h, "lstm", steps=ENOUGH):
        return None
    right, chance = accuracy(h, "lstm"), 1 / h.config["symbols"]
    why = f"{right:.2f} of its answers are right, and chance is {chance:.2f}"
    return at_most(abs(right - chance), 0.15, why)


def chrono_recalls(h: History) -> Verdict | None:
    """The worse of the two chrono cells.

    Measured: 1.000 [0.998, 1.000].
    """
    if not trained(h, "lstm-chrono", "gru-chrono", steps=ENOUGH):
        return None
    right = {v: accuracy(h, v) for v in ("lstm-chrono", "gru-chrono")}
    worst = min(right.values())
    why = " and ".join(f"{r:.2f} of {v}'s" for v, r in right.items()) + " answers are right"
    return at_least(worst, 0.95, why)


def rnn_recalls_near(h: History) -> Verdict | None:
    """The plain network where four steps are to be bridged.

    Measured: 1.000 [1.000, 1.000]. Over five steps one seed of twelve was stuck at 0.62.
    """
    if not trained(h, "rnn", steps=READ):
        return None
    right = accuracy(h, "rnn")
    why = f"over four steps {right:.2f} of the plain network's answers are right"
    return at_least(right, 0.95, why)


def ahead_of_pairs(h: History) -> Verdict | None:
    """Held-out nats a character ahead of counting pairs: the worst network's.

    Measured: 1.64 [1.62, 1.65].
    """
    if not trained(h, *h.variants, steps=READ):
        return None
    worst = min(at_the_end(h, v, "ahead") for v in h.variants)
    why = f"on held-out text the last of them is {worst:.2f} nats a character ahead of pairs"
    return at_least(worst, 0.2, why)


def generalises(h: History) -> Verdict | None:
    """Held-out loss above training loss: the worst network's.

    Measured: −0.045 [−0.051, −0.042]: held-out lines are longer than the windows, and the step is
    measured after it was taken.
    """
    if not trained(h, *h.variants, steps=READ):
        return None
    gaps = [at_the_end(h, v, "held_out") - tail_loss(h, v) for v in h.variants]
    why = f"held-out loss lies {max(gaps):.3f} above training loss"
    return at_most(max(gaps), 0.1, why)


def training_does_not_mend_it(h: History) -> Verdict | None:
    """The best path of any trained network.

    Measured: −6.1 [−6.5, −5.2].
    """
    if not trained(h, *PLAIN, steps=READ):
        return None
    reach = {v: max(at_the_end(h, v, f"reach_{path}") for path in paths(v)) for v in PLAIN}
    best = max(reach, key=reach.__getitem__)
    why = f"trained, the best of them is {best}: {share(reach[best])} arrives 50 steps back"
    return at_most(reach[best], -4.0, why)


def fluent_and_forgetful(h: History) -> Verdict | None:
    """The best memory over a clause, of networks that all know what is three letters away.

    Measured: 0.19 [0.11, 0.25], where a guess is 0.17.
    """
    if not trained(h, *PLAIN, steps=READ):
        return None
    near = min(at_the_end(h, v, "near") for v in PLAIN)
    far = max(at_the_end(h, v, "far") for v in PLAIN)
    why = f"three letters after the name at least {near:.2f} know whose animal it is, "
    why += f"a clause later at most {far:.2f}"
    return Verdict(near >= 0.9 and far <= 0.5, far, 0.5, why)


CLAIMS = [
    Claim(
        "gain-to-the-power-of-lag",
        "In a linear network exactly gain^lag of the gradient arrives",
        law,
        needs=tuple(LINEAR),
        unit="1",
    ),
    Claim(
        "untrained-rnn-vanishes",
        "In an untrained RNN nearly nothing arrives 50 steps back",
        rnn_vanishes,
        needs=("rnn",),
        when={"lag": LAG},
        unit="decades",
    ),
    Claim(
        "untrained-lstm-vanishes-too",
        "Nearly nothing arrives in an untrained LSTM either, on neither of its paths",
        lstm_vanishes,
        needs=("lstm",),
        when={"lag": LAG},
        unit="decades",
    ),
    Claim(
        "chrono-carries",
        "With chrono biases a good part arrives before anything is learned",
        chrono_carries,
        needs=("lstm-chrono", "gru-chrono"),
        when={"lag": LAG},
        unit="of the gradient",
    ),
    Claim(
        "rnn-forgets",
        "The RNN does not learn to recall within this budget",
        rnn_forgets,
        needs=("rnn",),
        when=RECALL,
        unit="of the answers",
    ),
    Claim(
        "lstm-guesses",
        "The LSTM as torch draws it does not learn it either: it guesses",
        lstm_guesses,
        needs=("lstm",),
        when=RECALL,
        unit="of the answers",
    ),
    Claim(
        "chrono-recalls",
        "LSTM and GRU with chrono biases learn to recall",
        chrono_recalls,
        needs=("lstm-chrono", "gru-chrono"),
        when=RECALL,
        unit="of the answers",
    ),
    Claim(
        "rnn-recalls-near",
        "Over four steps the RNN learns it too",
        rnn_recalls_near,
        needs=("rnn",),
        when={"task": "recall", "lag": SHORT},
        unit="of the answers",
    ),
    Claim(
        "radius-is-no-law",
        "A spectral radius above 1 explodes without an activation, and vanishes with tanh",
        radius_is_no_law,
        needs=tuple(RADIUS),
        when={"lag": LAG},
        unit="decades",
    ),
    Claim(
        "wrong-sign",
        "A GRU's bias with the wrong sign is worse than none",
        wrong_sign,
        needs=("gru", "gru-chrono", "gru-wrong-sign"),
        when={"lag": LAG},
        unit="decades",
    ),
    Claim(
        "ahead-of-pairs",
        "Every network ends well ahead of counting pairs of letters",
        ahead_of_pairs,
        when={"task": "text"},
        unit="nats a character",
    ),
    Claim(
        "holds-for-unseen-text",
        "What they learned holds for text that they have not seen",
        generalises,
        when={"task": "text"},
        own_data=True,
        unit="nats a character",
    ),
    Claim(
        "training-does-not-mend-it",
        "Nothing in this text made the gradient reach 50 steps back",
        training_does_not_mend_it,
        needs=PLAIN,
        when={"task": "text", "lag": LAG},
        own_data=True,
        unit="decades",
    ),
    Claim(
        "fluent-and-forgetful",
        "They write well and forget who it was about",
        fluent_and_forgetful,
        needs=PLAIN,
        when={"task": "text"},
        own_data=True,
        unit="of the answers",
    ),
]
