"""What the learner is asked to predict, and how the run answers."""

from lessons.kit import History, Prediction
from lessons.lesson04_sentiment.claims import GRAMMAR, accuracy, trained


def what_words_tell(h: History) -> str | None:
    """The linear model's accuracy on made-up reviews."""
    if not h.variants or not h.done(h.variants[0]):
        return None
    found = accuracy(h, h.variants[0], "linear")
    if found < 0.6:
        return "about half, like a coin"
    return "about three quarters" if found < 0.85 else "nearly all"


def what_padding_does(h: History) -> str | None:
    """How far the LSTM that is read after the padding is behind the other."""
    if not trained(h, "lstm", "lstm-padded"):
        return None
    behind = accuracy(h, "lstm") - accuracy(h, "lstm-padded")
    if behind < 0.02:
        return "none: zeros carry no meaning"
    return "a little" if behind < 0.25 else "all of it"


def against_the_line(h: History) -> str | None:
    """The BiLSTM against TF-IDF, on anybody's texts."""
    if not trained(h, "bilstm"):
        return None
    lead = accuracy(h, "bilstm", "lead")
    if abs(lead) <= 0.02:
        return "within 2 points of it"
    return "ahead of it" if lead > 0 else "behind it"


PREDICTIONS = [
    Prediction(
        "How many test reviews does a line get right that only counts words?",
        ("nearly all", "about three quarters", "about half, like a coin"),
        what_words_tell,
        "Every word, `not` included, is as frequent in good reviews as in bad ones. What decides "
        "is where it stands, and a bag of words has thrown that away.",
        when=GRAMMAR,
        own_data=True,
        panel="Accuracy on the test",
        claims=(
            "words-alone-are-blind",
            "order-matters",
        ),
    ),
    Prediction(
        "What does reading the state after the padding cost the LSTM?",
        ("none: zeros carry no meaning", "a little", "all of it"),
        what_padding_does,
        "The cell goes on stepping through the padding, and at every step its forget gate, about "
        "a half at the start, lets go of half of what it held. Ten steps leave a thousandth.",
        needs=("lstm", "lstm-padded"),
        when=GRAMMAR,
        own_data=True,
        panel="Accuracy on validation texts",
        claims=("padding-blinds",),
    ),
    Prediction(
        "Where will the BiLSTM end on the test, seen from TF-IDF?",
        ("ahead of it", "within 2 points of it", "behind it"),
        against_the_line,
        "Where order decides, counting words is blind. Where the choice of words decides, as in "
        "most real reviews, it is hard to beat, and with few texts it usually wins.",
        needs=("bilstm",),
        when=GRAMMAR,
        panel="Test accuracy ahead of TF-IDF",
    ),
]
