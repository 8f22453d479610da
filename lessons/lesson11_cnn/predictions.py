"""What the learner is asked to predict, and how the run answers."""

from lessons.kit import History, Prediction
from lessons.lesson11_cnn.claims import firsts, right

NAMES = ("pooled", "conv", "mlp", "logistic")
LEFT = ("more than 90 %", "50 to 90 %", "less than 50 %")
MOVES = ("1 pixel costs more", "2 pixels cost more")
ALIKE = ("exactly the same", "nearly", "not at all")


def how_many_are_left(h: History) -> str | None:
    """What the usual CNN still has right when every image is moved by 2 pixels."""
    share = right(h, "conv", "moved_2")
    if share is None:
        return None
    return LEFT[0] if share > 0.9 else LEFT[1] if share >= 0.5 else LEFT[2]


def who_is_best(h: History) -> str | None:
    """The network that has most right when every image is moved by 1 pixel."""
    found = {name: right(h, name, "moved_1") for name in NAMES}
    known = {name: share for name, share in found.items() if share is not None}
    return max(known, key=known.__getitem__) if len(known) == len(NAMES) else None


def which_move_costs(h: History) -> str | None:
    """The shift that the network with one pool inside knows less of."""
    one, two = right(h, "halved", "moved_1"), right(h, "halved", "moved_2")
    if one is None or two is None:
        return None
    return MOVES[0] if one < two else MOVES[1]


def is_it_the_same(h: History) -> str | None:
    """How far maps of moved images are from moved maps."""
    found = firsts(h, "equivariance")
    if not found:
        return None
    worst = max(found)
    return ALIKE[0] if worst <= 1e-6 else ALIKE[1] if worst < 0.1 else ALIKE[2]


PREDICTIONS = [
    Prediction(
        "All test images move by 2 pixels. How many does conv, the usual CNN, still know?",
        LEFT,
        how_many_are_left,
        "Its maps move with the image. But its last layer has one weight for each place of each "
        "map, and there the moved map meets the wrong weights. Only what pooling blurs is saved.",
        needs=("conv",),
        when={"moved": 0},
        own_data=True,
        panel="Right, moved by 2 pixels",
    ),
    Prediction(
        "Which of the four networks knows most images that are moved by 1 pixel?",
        NAMES,
        who_is_best,
        "pooled keeps the largest value of each map and forgets where it was. So a map that has "
        "moved gives the same number.",
        needs=NAMES,
        when={"moved": 0},
        own_data=True,
        panel="Right, moved by 1 pixel",
    ),
    Prediction(
        "Move the image and look with the filter; or look, and move the map. Are they the same?",
        ALIKE,
        is_it_the_same,
        "The same numbers are multiplied and added, only elsewhere. This is equivariance, and it "
        "is exact away from the border.",
        panel="Move, then look; look, then move",
        needs=("conv",),
    ),
    Prediction(
        "The network halved has a pool of 2 inside. Which move costs it more?",
        MOVES,
        which_move_costs,
        "Two pixels of the image are one pixel of the pooled map, exactly: the windows hold the "
        "same numbers as before. After one pixel every window holds other numbers.",
        needs=("halved",),
        own_data=True,
        panel="Right by shift",
    ),
]
