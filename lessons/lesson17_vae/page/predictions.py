"""What the learner is asked to predict, and how the run answers."""

from lessons.kit import History, Prediction
from lessons.lesson17_vae.page.claims import ENOUGH, SMALL
from lessons.shared.recorded import at_the_end, ends

CHANGES = ("they differ more", "they become one and the same", "nothing to speak of")
WHO = ("vae", "strong", "none")
HOW_MANY = ("all ten", "six to nine", "five or fewer")


def what_four_does(h: History) -> str | None:
    """What becomes of the plane with β = 4."""
    kl = at_the_end(h, "strong", "kl", ENOUGH)
    own = at_the_end(h, "vae", "kl", ENOUGH)
    if kl is None or own is None:
        return None
    if kl < 0.5:
        return CHANGES[1]
    return CHANGES[0] if kl > own else CHANGES[2]


def who_rebuilds_best(h: History) -> str | None:
    """The network of the three with the least reconstruction term."""
    found = ends(h, WHO, "reconstruction", ENOUGH)
    return min(found, key=found.__getitem__) if found else None


def how_many_used(h: History) -> str | None:
    """How many numbers of ten tell images apart."""
    used = at_the_end(h, "ten", "active", ENOUGH)
    if used is None:
        return None
    return HOW_MANY[0] if used > 9 else HOW_MANY[1] if used > 5 else HOW_MANY[2]


PREDICTIONS = [
    Prediction(
        "With β = 4, what will become of the images in the plane of codes?",
        CHANGES,
        what_four_does,
        "A nat in the code then costs four, and saves at most one or two in the reconstruction. "
        "The cheapest code says nothing, and the decoder paints the mean of all images.",
        needs=("strong", "vae"),
        when=SMALL,
        own_data=True,
        panel="The plane of codes, decoded",
        claims=(
            "collapses",
            "collapse-costs",
        ),
    ),
    Prediction(
        "Which of these three will rebuild the test images best?",
        WHO,
        who_rebuilds_best,
        "Without a price for the code, β = 0 may use as many nats as it likes. Reconstruction "
        "alone does not say that a model is good: look at the −ELBO.",
        needs=WHO,
        when=SMALL,
        own_data=True,
        panel="Reconstruction, nats",
    ),
    Prediction(
        "Of ten numbers in the code, how many will be used?",
        HOW_MANY,
        how_many_used,
        "A number pays if it saves more nats of reconstruction than its KL costs. The others "
        "collapse, one by one, to N(0, 1): the same thing that β = 4 does to all of them.",
        needs=("ten",),
        when=SMALL,
        own_data=True,
        panel="Numbers that are used",
        claims=("ten-hold-little-more",),
    ),
]
