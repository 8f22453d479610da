"""What the learner is asked to predict, and how the run answers."""

from lessons.kit import History, Prediction
from lessons.lesson11_cnn.page.claims import firsts, right

NAMES = ("pooled", "conv", "mlp", "logistic")
LEFT = ("more than 90 %", "50 to 90 %", "less than 50 %")
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


def what_a_pool_costs(h: History) -> str | None:
    """What the network with one pool inside has right, moved by 1 pixel."""
    share = right(h, "halved", "moved_1")
    if share is None:
        return None
    return LEFT[0] if share > 0.9 else LEFT[1] if share >= 0.5 else LEFT[2]


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
        claims=("places-do-not-move",),
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
        claims=(
            "pixels-do-not-move",
            "largest-forgets-1",
        ),
    ),
    Prediction(
        "Move the image and look with the filter; or look, and move the map. Are they the same?",
        ALIKE,
        is_it_the_same,
        "The same numbers are multiplied and added, only elsewhere. This is equivariance, and it "
        "is exact away from the border.",
        panel="Move, then look; look, then move",
        needs=("conv",),
        claims=("equivariant",),
    ),
    Prediction(
        "halved is pooled with a pool of 2 inside. How many does it know, moved by 1 pixel?",
        LEFT,
        what_a_pool_costs,
        "After a move by 1 every window of the pool holds other numbers, which the filters behind "
        "it were never shown. After a move by 2 the windows hold what their neighbours held.",
        needs=("halved",),
        own_data=True,
        panel="Right, moved by 1 pixel",
        claims=("half-the-pixels",),
    ),
]
