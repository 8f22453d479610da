"""What the learner is asked to predict, and how the run answers."""

from lessons.kit import History, Prediction
from lessons.kit.claims.helpers import ended, over_seeds, tail_means
from lessons.lesson18_gan.page.claims import DIGITS, ENOUGH, ENOUGH_DIGITS, GUESS, LOTTERY, RING

FALLS, RISES, STAYS = "both fall to 0", "D's falls, G's rises", "they end where D only guesses"
FEW, SOME, MANY = "none or one", "two to five", "six or more"
ONE, HALF, NEARLY = "one to three", "four to seven", "eight or more"


def what_the_losses_do(h: History) -> str | None:
    """Where both losses of the GAN that works end."""
    if not ended(h, "r1-decay", steps=ENOUGH):
        return None
    of_d, of_g = (max(tail_means(h, "r1-decay", name)) for name in ("d_loss", "g_loss"))
    if abs(of_d - GUESS) < 0.2:
        return STAYS
    return FALLS if of_g < GUESS / 2 else RISES


def how_many_have_all(h: History) -> str | None:
    """Of the starts of the plain GAN, as a share of eight."""
    if not ended(h, "plain", steps=ENOUGH):
        return None
    share = over_seeds(h, "plain", "all_there")
    if share < 0.2:
        return FEW
    return SOME if share < 0.7 else MANY


def how_many_digits(h: History) -> str | None:
    """Of the ten, as the judge sees them in what the plain GAN makes."""
    if not ended(h, "plain", steps=ENOUGH_DIGITS):
        return None
    classes = over_seeds(h, "plain", "classes")
    if classes < 3.5:
        return ONE
    return HALF if classes < 7.5 else NEARLY


PREDICTIONS = [
    Prediction(
        "The GAN with R1 and decay ends with all eight modes. What do its two losses do?",
        (FALLS, RISES, STAYS),
        what_the_losses_do,
        "The losses pull against each other, so neither can fall for long. Where G imitates the "
        "data, D can only guess: D = 1/2, its loss is 2 log 2 = 1.386, and G's is log 2. A loss "
        "that falls to 0 is bad news here.",
        needs=("r1-decay",),
        when=RING,
        panel="D's loss",
        claims=("d-can-only-guess",),
    ),
    Prediction(
        "Eight plain GANs that differ only in their start: how many end with all eight modes?",
        (FEW, SOME, MANY),
        how_many_have_all,
        "Nothing in the two losses asks for variety: D judges one sample at a time, and G may run "
        "from mode to mode for ever. Which modes it holds at the end is a matter of luck.",
        needs=("plain",),
        when=LOTTERY,
        panel="Modes by start",
        claims=(
            "plain-is-a-lottery",
            "r1-brings-modes",
        ),
    ),
    Prediction(
        "How many of the ten digits will the plain GAN draw at the end?",
        (ONE, HALF, NEARLY),
        how_many_digits,
        "D judges one image at a time, so one good image is enough to please it for a while. The "
        "plain GAN runs from one digit to the next, and at any moment it draws just that one.",
        needs=("plain",),
        when=DIGITS,
        own_data=True,
        panel="Classes generated",
        claims=("cures-bring-digits",),
    ),
]
