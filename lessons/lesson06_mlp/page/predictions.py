"""What the learner is asked to predict, and how the run answers."""

from lessons.kit import History, Prediction
from lessons.kit.claims.helpers import ended
from lessons.lesson06_mlp.page.claims import ENOUGH, SOME, SPIRALS, XOR, apart, right


def deep_line_gains(h: History) -> str | None:
    """What two hidden layers without an activation add to a line."""
    if not ended(h, "linear", "deep-linear", steps=ENOUGH):
        return None
    gained = apart(h, ("deep-linear", "accuracy"), ("linear", "accuracy"))
    if gained > 0.05:
        return "a few points at least"
    return "nothing" if abs(gained) <= 0.01 else "a little"


def starts_that_solve(h: History) -> str | None:
    """The share of starts of two ReLU units that solve XOR."""
    if not ended(h, "relu-2", steps=SOME):
        return None
    share = right(h, "relu-2", "solved")
    if share > 0.9:
        return "nearly all"
    return "more than half" if share > 0.5 else "fewer than half"


def who_wins(h: History) -> str | None:
    """The network, or boosted trees, on the table of steps."""
    if not ended(h, "steps", steps=SOME):
        return None
    ahead = apart(h, ("steps", "accuracy"), ("steps", "trees"))
    if abs(ahead) < 0.03:
        return "they are level"
    return "the network" if ahead > 0 else "boosted trees"


PREDICTIONS = [
    Prediction(
        "How much do 20-20 hidden units without an activation gain over a line?",
        ("a few points at least", "a little", "nothing"),
        deep_line_gains,
        "(x W₁ + b₁) W₂ + b₂ is x (W₁W₂) + (b₁W₂ + b₂): one matrix, one line. 500 weights do what "
        "6 did.",
        needs=("linear", "deep-linear"),
        when=SPIRALS,
        own_data=True,
        panel="Accuracy at the end",
        claims=("deep-line-is-a-line",),
    ),
    Prediction(
        "Two ReLU units can solve XOR. Of 128 random starts, how many will?",
        ("nearly all", "more than half", "fewer than half"),
        starts_that_solve,
        "A ReLU that is 0 on all four points has no gradient, and one that is never 0 is a line. "
        "With two units there is none to spare.",
        needs=("relu-2",),
        when=XOR,
        own_data=True,
        panel="Share of starts that solve it",
        claims=("two-units-seldom-solve-xor",),
    ),
    Prediction(
        "20 columns, 3 of them vote by steps along their axes. Who has more right?",
        ("the network", "they are level", "boosted trees"),
        who_wins,
        "A tree cuts one column at a time, which is exactly how these classes were made. The "
        "network looks in all directions alike, and must find 3 among all of them.",
        needs=("steps",),
        own_data=True,
        panel="Accuracy at the end",
        claims=(
            "axes-are-for-trees",
            "trees-need-axes",
        ),
    ),
]
