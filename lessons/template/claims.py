"""What is claimed. A claim reads the recorded history alone, and can be false of somebody's run.

Each bar was set from seeds 0 to 11, with a margin wider than their spread:
`dl-lab lint . --seeds 12` measures it again.
"""

from statistics import fmean

from lessons.kit import Claim, History, Verdict
from lessons.kit.claims.helpers import at_least, at_most, ended, tail_means

TAIL = 50
"""Steps at the end that are averaged: 64 points a step tell a share to within 0.06."""
ENOUGH = 250
"""Steps from which on a claim can be judged; the bars were measured at 300."""


def at_the_end(h: History, variant: str) -> float:
    """The share that is right over the last steps, the mean over the seeds."""
    return fmean(tail_means(h, variant, "right", TAIL))


def can_judge(h: History, variant: str) -> bool:
    """Whether it has trained to its end, and for long enough."""
    return ended(h, variant, steps=ENOUGH, broken=False)


def bent_learns(h: History) -> Verdict | None:
    """Measured: 0.98 [0.97, 0.99] with 8 units; 0.98 [0.96, 0.98] with 64."""
    if not can_judge(h, "bent"):
        return None
    right = at_the_end(h, "bent")
    return at_least(right, 0.9, f"the bent network gets {right:.0%} right")


def straight_guesses(h: History) -> Verdict | None:
    """Measured: 0.50 [0.48, 0.52]; 0.51 [0.47, 0.54] with 64 units."""
    if not can_judge(h, "straight"):
        return None
    right = at_the_end(h, "straight")
    return at_most(right, 0.65, f"the straight network gets {right:.0%} right")


def above_sixty(h: History) -> str | None:
    """The answer to the prediction, in one of its words; None while the run cannot tell."""
    if not can_judge(h, "straight"):
        return None
    return "yes" if at_the_end(h, "straight") > 0.6 else "no"


CLAIMS = [
    Claim(
        "bent-learns",
        "With an activation between the layers at least nine points in ten are told apart",
        bent_learns,
        needs=("bent",),
        when={"hidden": (8, 64)},
        unit="of the points",
    ),
    Claim(
        "straight-guesses",
        "Without the activation the network does little better than a coin",
        straight_guesses,
        needs=("straight",),
        unit="of the points",
    ),
]
