"""What the learner is asked to predict, and how the run answers."""

from lessons.kit import History, Prediction
from lessons.lesson02_gradients.recorded import (
    ENOUGH,
    LAG,
    PLAIN,
    READ,
    RECALL,
    accuracy,
    at_the_end,
    trained,
    untrained,
)
from lessons.lesson02_gradients.untrained import chrono_carries


def who_reaches(h: History) -> str | None:
    """The untrained networks in which a thousandth arrives 50 steps back."""
    paths = [("rnn", "h"), ("lstm", "c"), ("gru", "h")]
    found = {variant: untrained(h, variant, path) for variant, path in paths}
    if any(reach is None for reach in found.values()):
        return None
    reached = {variant for variant, reach in found.items() if reach is not None and reach >= -3}
    if reached == set(PLAIN):
        return "in all three"
    return "in the LSTM and the GRU" if reached & {"lstm", "gru"} else "in none of them"


def who_remembers(h: History) -> str | None:
    """The networks that know the animal a clause after the name."""
    if not trained(h, *PLAIN, steps=READ):
        return None
    far = {v: at_the_end(h, v, "far") for v in PLAIN}
    if far["rnn"] > 0.5:
        return "all three"
    return "the LSTM and the GRU" if max(far["lstm"], far["gru"]) > 0.5 else "none of them"


def who_recalls(h: History) -> str | None:
    """The cells that learn to recall, of the plain ones and the chrono ones."""
    if not trained(h, *PLAIN, "lstm-chrono", "gru-chrono", steps=ENOUGH):
        return None
    plain = max(accuracy(h, "lstm"), accuracy(h, "gru")) > 0.9
    if accuracy(h, "rnn") > 0.9:
        return "all of them"
    if plain:
        return "every LSTM and GRU"
    return "only the two with chrono biases"


def what_a_bias_does(h: History) -> str | None:
    """How much of the gradient arrives before training where only biases were set."""
    verdict = chrono_carries(h)
    if verdict is None or verdict.measured is None:
        return None
    if verdict.measured >= 0.05:
        return "a tenth or more"
    return "about a millionth" if verdict.measured > 1e-8 else "as little as without"


PREDICTIONS = [
    Prediction(
        "Before any training, in which networks does a thousandth of the gradient arrive 50 "
        "steps back?",
        ("in all three", "in the LSTM and the GRU", "in none of them"),
        who_reaches,
        "A gate that is half open halves what passes it, at every step. torch draws gates that "
        "are half open: 50 halvings leave 10⁻¹⁵, in an LSTM as elsewhere.",
        needs=PLAIN,
        when={"lag": LAG},
        panel="What arrives, by lag",
        claims=(
            "untrained-rnn-vanishes",
            "untrained-lstm-vanishes-too",
        ),
    ),
    Prediction(
        "After the run, who still knows a clause later whose animal it is?",
        ("all three", "the LSTM and the GRU", "none of them"),
        who_remembers,
        "Every other letter can be had from near by, and those gradients arrive. The one that "
        "says who it was about comes from too far back to be heard among them.",
        needs=PLAIN,
        when={"task": "text"},
        own_data=True,
        panel="Knows whose animal it is",
        claims=("fluent-and-forgetful",),
    ),
    Prediction(
        "Which cells will learn to recall a symbol over 50 steps?",
        ("all of them", "every LSTM and GRU", "only the two with chrono biases"),
        who_recalls,
        "To learn from the first symbol, its gradient must arrive while nothing is learned yet. "
        "Only where the gates start out nearly shut against forgetting does it.",
        needs=(*PLAIN, "lstm-chrono", "gru-chrono"),
        when=RECALL,
        panel="Right answers",
        claims=(
            "rnn-forgets",
            "lstm-guesses",
            "chrono-recalls",
        ),
    ),
    Prediction(
        "Chrono changes nothing but the biases of an untrained cell. How much arrives then?",
        ("as little as without", "about a millionth", "a tenth or more"),
        what_a_bias_does,
        "A bias of log 50 keeps a gate 98 % open. Over 50 steps that is 0.37 and not 10⁻¹⁵.",
        needs=("lstm-chrono", "gru-chrono"),
        when={"lag": LAG},
        panel="What arrives, by lag",
        claims=("chrono-carries",),
    ),
]
