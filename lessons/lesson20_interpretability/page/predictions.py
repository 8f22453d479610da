"""What the learner is asked to predict, and how the run answers."""

from lessons.kit import History, Prediction
from lessons.lesson20_interpretability.page.claims import COPIES, FUNCTION, IMAGES
from lessons.lesson20_interpretability.page.verdicts import FITTED, RIGHT, SHUFFLED, WRONG, last

ALIKE = ("below .3", "between .3 and .8", "above .8")
METHODS = ("exact Shapley values", "the gradient", "neither")
PLACES = ("the first", "behind the weaker cause", "the last: no more than idle columns")


def _share(same: float | None) -> str | None:
    if same is None:
        return None
    return ALIKE[0] if same < 0.3 else ALIKE[1] if same <= 0.8 else ALIKE[2]


def with_random_weights(h: History) -> str | None:
    """How alike the drawn maps of IG are."""
    return _share(last(h, RIGHT, "ig_random"))


def of_wrong_labels(h: History) -> str | None:
    """The same of a network that learned wrong labels, with signs."""
    return _share(last(h, WRONG, "ig_other_signed"))


def what_is_lime(h: History) -> str | None:
    """What LIME with a narrow kernel is."""
    same = last(h, "explained", "lime_narrow", FITTED)
    if same is None:
        return None
    return METHODS[1] if same >= 0.99 else METHODS[2]


def place_of_a_copy(h: History) -> str | None:
    """Where the best of four copies stands."""
    found = [last(h, "4-copies", n, SHUFFLED) for n in ("one_copy", "other_cause", "idle")]
    copy, other, idle = found
    if copy is None or other is None or idle is None:
        return None
    if copy > other:
        return PLACES[0]
    return PLACES[1] if copy > idle + 0.05 else PLACES[2]


PREDICTIONS = [
    Prediction(
        "A network with random weights draws a map of a digit by integrated gradients. How alike "
        "is it to the map of a trained network (1: the same)?",
        ALIKE,
        with_random_weights,
        "IG multiplies by the input. Where a pixel is black the map is black, and where it is "
        "bright the map is bright: it is a picture of the digit, whatever the network has learned.",
        needs=(RIGHT,),
        when=IMAGES,
        own_data=True,
        panel="As drawn: like random weights",
        claims=("ig-draws-the-digit",),
    ),
    Prediction(
        "The other network learned wrong labels by heart. With their signs (for or against the "
        "class), how alike are its maps to those of one that learned right labels?",
        ALIKE,
        of_wrong_labels,
        "The size of a map is mostly the size of the pixel. Its sign is the network's own: which "
        "pixels speak for the class, and which against it.",
        needs=(WRONG,),
        when=IMAGES,
        own_data=True,
        panel="With signs: like the other",
        claims=("wrong-labels-have-other-signs",),
    ),
    Prediction(
        "LIME fits a plane around the input. With a very narrow kernel, what does it find?",
        METHODS,
        what_is_lime,
        "A plane that fits a smooth function near one point is its tangent, and the slopes of the "
        "tangent are the gradient. The width decides which question LIME answers.",
        needs=("explained",),
        when=FUNCTION,
        panel="Error by the width of LIME",
        claims=("narrow-lime-is-the-gradient",),
    ),
    Prediction(
        "The stronger of two causes stands in four columns. Each column is shuffled alone. Which "
        "place has the best of the four?",
        PLACES,
        place_of_a_copy,
        "The network shares the cause out over its copies. Shuffle one, and the other three still "
        "say it. Squared error falls with the square of the share: a quarter becomes a sixteenth.",
        needs=("4-copies",),
        when=COPIES,
        panel="Best copy, shuffled alone",
        claims=("copies-look-weak",),
    ),
]
