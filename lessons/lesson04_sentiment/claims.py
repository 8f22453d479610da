"""What this lesson claims of a run, judged from what was recorded.

Accuracies are on the test, with the weights that validation chose. Beside each bar stands what
was measured, as median [least, most] over seeds, each seed on its own.
"""

from statistics import median

from lessons.kit import Claim, History, Verdict
from lessons.kit.claims.helpers import at_least, at_most, ended, over_seeds

ENOUGH, LONG = 500, 700
"""Steps before the lesson says how two ways of reading compare, and what an LSTM can learn: with
dropout, the slowest of twelve seeds was at 0.953 after 600 steps, and at 0.999 after 700."""
GRAMMAR = {"task": "grammar"}
Judgement = Verdict | None


def trained(h: History, *variants: str, steps: int = ENOUGH) -> bool:
    """Whether these have trained to their end, and long enough to speak of."""
    return ended(h, *variants, steps=steps, broken=False)


def accuracy(h: History, variant: str, metric: str = "accuracy") -> float:
    """The share of the test that is right; median over seeds."""
    return over_seeds(h, variant, metric)


def line_is_blind(h: History) -> Judgement:
    """What single words tell: TF-IDF and logistic regression on the test.

    Measured: 0.49, and the same for every seed, since the reviews are the same.
    """
    known = [v for v in h.variants if h.done(v)]
    if not known:
        return None
    found = median(h.first(known[0], "linear"))
    why = f"TF-IDF on single words is right for {found:.0%} of the test"
    return at_most(found, 0.6, why)


def lstm_reads(h: History) -> Judgement:
    """What the LSTM's last valid state tells.

    Measured, seeds 0 to 11: 1.000 [0.999, 1.000].
    """
    if not trained(h, "lstm", steps=LONG):
        return None
    found = accuracy(h, "lstm")
    return at_least(found, 0.95, f"the LSTM is right for {found:.1%} of the test")


def padding_blinds(h: History) -> Judgement:
    """What the same LSTM's state after the padding tells.

    Measured, seeds 0 to 11: 0.504 [0.484, 0.518].
    """
    if not trained(h, "lstm-padded", steps=LONG):
        return None
    found = accuracy(h, "lstm-padded")
    why = f"read after its padding, it is right for {found:.1%} of the test"
    return at_most(found, 0.65, why)


def order_matters(h: History) -> Judgement:
    """How far the LSTM is ahead of single words.

    Measured, seeds 0 to 11: 0.509 [0.508, 0.509].
    """
    if not trained(h, "lstm", steps=LONG):
        return None
    found = accuracy(h, "lstm", "lead")
    return at_least(found, 0.3, f"the LSTM is {found:.2f} ahead of TF-IDF")


def negation_understood(h: History) -> Judgement:
    """The negated clauses alone.

    Measured, seeds 0 to 11: 1.000 [0.996, 1.000].
    """
    if not trained(h, "lstm", steps=LONG):
        return None
    found = accuracy(h, "lstm", "negated")
    return at_least(found, 0.9, f"of the negated reviews {found:.1%} are right")


def gates_help(h: History) -> Judgement:
    """How far the LSTM is ahead of a plain RNN that is read in the same way.

    Measured, seeds 0 to 11: 0.491 [0.474, 0.509].
    """
    if not trained(h, "rnn", "lstm", steps=LONG):
        return None
    found = accuracy(h, "lstm") - accuracy(h, "rnn")
    why = f"the plain RNN is {found:.2f} behind the LSTM after as many steps"
    return at_least(found, 0.2, why)


def learned_something(h: History) -> Judgement:
    """How far the BiLSTM is ahead of saying the largest class always, on anybody's texts.

    Measured, seeds 0 to 11: 0.500 [0.500, 0.500].
    """
    if not trained(h, "bilstm"):
        return None
    found = accuracy(h, "bilstm") - accuracy(h, "bilstm", "majority")
    why = f"the BiLSTM is {found:.2f} ahead of naming the largest class always"
    return at_least(found, 0.05, why)


def bug_needs_padding(h: History) -> Judgement:
    """What fillers cost the LSTM that is read after its padding: with none, and up to six.

    Measured, seeds 0 to 11: 0.496 [0.482, 0.502].
    """
    if not trained(h, "padded-0", "padded-6"):
        return None
    found = accuracy(h, "padded-0") - accuracy(h, "padded-6")
    why = f"texts of like length cost it nothing, texts of unlike length {found:.2f}"
    return at_least(found, 0.3, why)


def unknown_is_no_padding(h: History) -> Judgement:
    """What a code of its own, trained by word dropout, gains over reading unknown as padding.

    Measured, seeds 0 to 11: 0.049 [0.025, 0.229].
    """
    if not trained(h, "as-padding", "word-dropout"):
        return None
    found = accuracy(h, "word-dropout") - accuracy(h, "as-padding")
    why = f"with a code of its own, unknown words cost {found:.3f} less"
    return at_least(found, 0.02, why)


def reading_matters(h: History) -> Judgement:
    """What a plain RNN gains by being read from the largest of all states, not from the last.

    Measured, seeds 0 to 11: 0.502 [0.483, 0.524].
    """
    if not trained(h, "rnn-last", "rnn-max"):
        return None
    found = accuracy(h, "rnn-max") - accuracy(h, "rnn-last")
    why = f"the same plain RNN, read from all its states, gains {found:.2f}"
    return at_least(found, 0.25, why)


def by_heart(h: History) -> Judgement:
    """How much better the twelve sentences are known than forty that use their words otherwise.

    Measured, seeds 0 to 11: 0.600 [0.550, 0.650].
    """
    if not trained(h, "lstm", "bilstm", steps=100):
        return None
    gaps = [accuracy(h, v, "valid_accuracy") - accuracy(h, v) for v in ("lstm", "bilstm")]
    why = f"twelve sentences known by heart, and {min(gaps):.2f} less on sentences never seen"
    return at_least(min(gaps), 0.25, why)


CLAIMS = [
    Claim(
        "words-alone-are-blind",
        "Where order decides, counting single words is no better than a coin",
        line_is_blind,
        when=GRAMMAR,
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "lstm-reads-order",
        "An LSTM, read from its last valid state, learns these reviews",
        lstm_reads,
        needs=("lstm",),
        when=GRAMMAR | {"pooling": "last"},
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "padding-blinds",
        "The same LSTM, read after the padding, learns nothing",
        padding_blinds,
        needs=("lstm-padded",),
        when=GRAMMAR,
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "order-matters",
        "The LSTM is far ahead of a linear model of single words",
        order_matters,
        needs=("lstm",),
        when=GRAMMAR | {"pooling": "last"},
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "negation-understood",
        "The LSTM is right about negated reviews too",
        negation_understood,
        needs=("lstm",),
        when=GRAMMAR | {"pooling": "last"},
        own_data=True,
        unit="of the negated reviews",
    ),
    Claim(
        "gates-help",
        "A plain RNN, read in the same way, stays far behind the LSTM",
        gates_help,
        needs=("rnn", "lstm"),
        when=GRAMMAR | {"pooling": "last"},
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "learned-something",
        "The BiLSTM knows more than which class is the largest",
        learned_something,
        needs=("bilstm",),
        when=GRAMMAR,
        unit="of the test",
    ),
    Claim(
        "bug-needs-padding",
        "The padding bug does no harm while texts are of like length",
        bug_needs_padding,
        needs=("padded-0", "padded-6"),
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "unknown-is-no-padding",
        "An unknown word is not padding: reading it as such costs accuracy",
        unknown_is_no_padding,
        needs=("as-padding", "word-dropout"),
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "reading-matters",
        "Which states are read can matter more than which cell wrote them",
        reading_matters,
        needs=("rnn-last", "rnn-max"),
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "twelve-teach-nothing",
        "Twelve sentences are learned by heart, and nothing else is",
        by_heart,
        needs=("lstm", "bilstm"),
        when={"task": "twelve"},
        own_data=True,
        unit="of the sentences",
    ),
]
