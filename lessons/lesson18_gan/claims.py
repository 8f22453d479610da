"""What this lesson claims of a run, judged from what was recorded.

Beside each bar stands what was measured before it was set, as median [least, most] over seeds
0 to 11, each seed on its own; seeds 20 to 27 held the bars too.
"""

from lessons.kit import Claim, History, Verdict
from lessons.kit.claims.helpers import at_least, at_most, ended, over_seeds

ENOUGH = 2000
"""Steps before modes are judged."""
RING = {"task": "ring"}
LOTTERY = RING | {"starts": tuple(range(8, 65))}


def all_modes(h: History) -> Verdict | None:
    """Measured: 8 [8, 8]."""
    if not ended(h, "r1-decay", steps=ENOUGH):
        return None
    modes = over_seeds(h, "r1-decay", "modes")
    return at_least(modes, 7.5, f"with R1 and a falling rate {modes:g} of the 8 modes are there")


def lottery(h: History) -> Verdict | None:
    """The median of the modes that the plain GANs end with, over eight starts or more."""
    if not ended(h, "plain", steps=ENOUGH):
        return None
    modes = over_seeds(h, "plain", "modes")
    return at_most(modes, 6, f"half of the plain GANs have {modes:g} modes or fewer")


def add_up(h: History) -> Verdict | None:
    """By how many modes all three cures together are ahead of the plain GAN."""
    if not ended(h, "plain", "r1-decay", steps=ENOUGH):
        return None
    ahead = over_seeds(h, "r1-decay", "modes") - over_seeds(h, "plain", "modes")
    return at_least(ahead, 1.0, f"the cures bring {ahead:g} modes")


CLAIMS = [
    Claim("r1-decay-has-all", "With R1 and a falling rate all eight modes are there", all_modes,
          needs=("r1-decay",), when=RING),
    Claim("plain-is-a-lottery", "Of plain GANs half have six modes or fewer", lottery,
          needs=("plain",), when=LOTTERY),
    Claim("cures-add-up", "All three cures together bring back modes", add_up,
          needs=("plain", "r1-decay"), when=LOTTERY),
]  # fmt: skip
