"""What the learner is asked to predict, and how the run answers."""

from lessons.kit import History, Prediction
from lessons.kit.claims.helpers import ended


def where_above(h: History) -> str | None:
    """What became of the network that is 5 % above the limit."""
    if "above" not in h.variants or not ended(h, "above", steps=100):
        return None
    if any(h.broke("above")):
        return "it leaves the map"
    ratios = [
        last / first
        for first, last in zip(h.first("above", "error"), h.last("above", "error"), strict=True)
    ]
    if max(ratios) > 1e2:
        return "it leaves the map"
    return "it arrives, only slower" if max(ratios) < 0.5 else "it swings for ever"


def after_one_step(h: History) -> str | None:
    """Of the distance in the steepest direction, what the second step left of the first's."""
    if "yours" not in h.variants or h.done("yours") < 2:
        return None
    track = h.all("yours", "steepest")[0]
    if not track[0]:
        return None
    left = track[1] / track[0]
    answers = {0.1: "10 %, on the same side", 0.8: "80 %, on the other side"}
    return next((said for share, said in answers.items() if abs(left - share) < 0.05), "neither")


def who_is_closer(h: History) -> str | None:
    """Which of three rates ends nearest to the least squares."""
    names = {"small": "0.1 of the limit", "yours": "0.9 of the limit", "at": "the limit itself"}
    if not set(names) <= set(h.variants) or not ended(h, *names, steps=100):
        return None
    errors = {name: max(h.last(name, "error")) for name in names}
    return names[min(errors, key=errors.__getitem__)]


PREDICTIONS = [
    Prediction(
        "A learning rate 5 % above the limit: where does the path go?",
        ("it arrives, only slower", "it swings for ever", "it leaves the map"),
        where_above,
        "Each step multiplies the distance in the steepest direction by 1 − lr·λ, here by −1.1. "
        "Five per cent do not stay five per cent: after 600 steps they are 1.1⁶⁰⁰.",
        needs=("above",),
        panel="Loss surface",
        claims=(
            "above-leaves",
            "over-the-edge-leaves",
        ),
    ),
    Prediction(
        "At 0.9 of the limit, how much of the steepest distance is left after one step?",
        ("10 %, on the same side", "80 %, on the other side", "neither"),
        after_one_step,
        "1 − 0.9 · 2 = −0.8. From half of the limit on, every step jumps over the valley.",
        needs=("yours",),
        panel="Distance in the steepest direction",
        claims=("by-formula",),
    ),
    Prediction(
        "Which learning rate ends closest to the least squares?",
        ("0.1 of the limit", "0.9 of the limit", "the limit itself"),
        who_is_closer,
        "Where the valley is flat, a step covers lr·λ_min of the way: a small rate crawls there. "
        "It swings less, and arrives later.",
        needs=("small", "yours", "at"),
        panel="Distance from least squares",
        claims=(
            "best-near-the-limit",
            "below-arrives",
            "at-swings",
        ),
    ),
]
