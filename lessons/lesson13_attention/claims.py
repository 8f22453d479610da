"""What this lesson claims of a run, judged from what was recorded."""

from lessons.kit import Claim, History, Verdict
from lessons.kit.claims.helpers import at_least
from lessons.shared.recorded import at_the_end

ENOUGH = 500
"""Steps before the lesson says what a network has learned."""


def recalls(h: History) -> Verdict | None:
    """Accuracy of attention at the end."""
    right = at_the_end(h, "attention", "accuracy", ENOUGH)
    if right is None:
        return None
    return at_least(right, 0.95, f"attention is right for {right:.1%} of the test")


CLAIMS = [
    Claim("recalls", "Attention recalls the value of a key", recalls,
          needs=("attention",), when={"task": "recall", "mistake": "none"}, own_data=True),
]  # fmt: skip
