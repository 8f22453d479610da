"""What this lesson claims of a run, judged from what was recorded."""

from lessons.kit import Claim, History, Verdict
from lessons.kit.claims.helpers import at_most, ended, over_seeds

ENOUGH = 400


def linear_fails(h: History) -> Verdict | None:
    """Measured: 0.66."""
    if not ended(h, "linear", steps=ENOUGH):
        return None
    right = over_seeds(h, "linear", "accuracy")
    return at_most(right, 0.72, f"the line has {right:.3f} of the spirals right")


CLAIMS = [
    Claim(
        "linear-fails",
        "A line does not part the spirals",
        linear_fails,
        needs=("linear",),
        when={"task": "spirals"},
        own_data=True,
    )
]
