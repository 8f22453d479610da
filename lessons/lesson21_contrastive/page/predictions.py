"""What the learner is asked to predict, and how the run answers."""

from lessons.kit import History, Prediction
from lessons.lesson21_contrastive.page.verdicts import ENOUGH, PLAIN, over_the_last
from lessons.shared.recorded import at_the_end

SHARES = ("nearly all", "about two thirds", "about one third", "hardly any")
NAMES = ("simclr", "same-views", "about the same")


def who_is_found(h: History) -> str | None:
    """The share of views of which the nearest other one is their partner, at the end."""
    share = over_the_last(h, "simclr", "retrieval")
    if share is None:
        return None
    for name, least in zip(SHARES, (0.9, 0.5, 0.15), strict=False):
        if share >= least:
            return name
    return SHARES[-1]


def whose_loss(h: History) -> str | None:
    """The network with the lower loss."""
    return _between(over_the_last(h, "simclr", "loss"), over_the_last(h, "same-views", "loss"))


def whose_features(h: History) -> str | None:
    """The network whose features are worth more with 2 labels a class."""
    worth = [at_the_end(h, name, "right_2", ENOUGH) for name in ("same-views", "simclr")]
    return _between(*worth)  # the one that is worth less is beaten: the order is turned


def _between(simclr: float | None, same: float | None) -> str | None:
    """The one whose number is lower."""
    if simclr is None or same is None:
        return None
    if abs(simclr - same) < 0.02:
        return NAMES[2]
    return NAMES[0] if simclr < same else NAMES[1]


PREDICTIONS = [
    Prediction(
        "Of how many views will the nearest of all 255 others be the other view of that image?",
        SHARES,
        who_is_found,
        "A batch has 128 digits, and about 13 of them are sevens. A view of one seven is often "
        "nearer to another seven than to its own other view. That is what makes the features good.",
        needs=("simclr",),
        when=PLAIN,
        panel="Finds the other view",
        claims=("most-views-are-not-found",),
    ),
    Prediction(
        "Which network ends with the lower loss?",
        NAMES,
        whose_loss,
        "Of same-views both views are the same pixels, so their cosine is 1 from the first step. "
        "All that is left to do is to push the others away.",
        needs=("simclr", "same-views"),
        when=PLAIN,
        panel="Loss",
        claims=("lower-loss-with-identical-views",),
    ),
    Prediction(
        "And whose features are better, with 2 labels a class?",
        NAMES,
        whose_features,
        "The loss asks for what the views have in common. Where they have everything in common, "
        "nothing has to be left out, and nothing is learned about what makes a seven a seven.",
        needs=("simclr", "same-views"),
        when=PLAIN,
        panel="Right with 2 labels a class",
        claims=("identical-views-teach-nothing",),
    ),
]
