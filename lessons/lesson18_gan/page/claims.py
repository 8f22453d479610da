"""What this lesson claims of a run, judged from what was recorded.

Beside each bar stands what was measured before it was set, as median [least, most] over seeds
0 to 11, where nothing else is said. Seeds 20 to 27 held the bars of r1-decay on the ring and that
of the plain starts, and 20 to 23 that of the digits with all cures. Of one plain start on the ring
nothing is claimed: it had from none to seven modes, so only eight starts or more are judged.
"""

import math

from lessons.kit import Claim, History, Verdict
from lessons.kit.claims.helpers import at_least, at_most, ended, over_seeds, tail_means

ENOUGH = 2000
"""Steps before modes are judged."""
ENOUGH_DIGITS = 1200
"""Before classes are."""
GUESS = 2 * math.log(2)
"""D's loss where it says one half of everything."""
RING = {"task": "ring", "trains": "both"}
LOTTERY = RING | {"starts": tuple(range(8, 65))}
DIGITS = {"task": "images", "trains": "both"}


def all_modes(h: History) -> Verdict | None:
    """Measured: 8 [8, 8]."""
    if not ended(h, "r1-decay", steps=ENOUGH):
        return None
    modes = over_seeds(h, "r1-decay", "modes")
    return at_least(modes, 8, f"with R1 and a falling rate {modes:g} of the 8 modes are there")


def sharp(h: History) -> Verdict | None:
    """Measured: 0.83 [0.78, 0.85]."""
    if not ended(h, "r1-decay", steps=ENOUGH):
        return None
    share = over_seeds(h, "r1-decay", "within")
    return at_least(share, 0.65, f"{share:.0%} of the samples lie within 3σ of a mode")


def only_guesses(h: History) -> Verdict | None:
    """How far D's loss ends from that of a guess, 2 log 2.

    Measured: 0.006 [0.002, 0.009].
    """
    if not ended(h, "r1-decay", steps=ENOUGH):
        return None
    loss = max(tail_means(h, "r1-decay", "d_loss"))
    why = f"D's loss ends at {loss:.3f}, and that of a guess is {GUESS:.3f}"
    return at_most(abs(loss - GUESS), 0.05, why)


def lottery(h: History) -> Verdict | None:
    """The median of the modes that eight plain GANs end with.

    Measured: 4 [0.5, 5] over seeds 0 to 7 of the preset. One start at a time: 5 [0, 7] over
    seeds 0 to 11, and 2 [0, 6] over 20 to 27.
    """
    if not ended(h, "plain", steps=ENOUGH):
        return None
    modes = over_seeds(h, "plain", "modes")
    return at_most(modes, 6, f"half of the plain GANs have {modes:g} modes or fewer")


def more_with_r1(h: History) -> Verdict | None:
    """By how large a share of starts R1 is ahead of the same without, of those with all modes.

    Measured one start at a time, seeds 0 to 11: 12 of 12 with, 3 of 12 without.
    """
    if not ended(h, "betas", "r1", steps=ENOUGH):
        return None
    with_, without = (over_seeds(h, name, "all_there") for name in ("r1", "betas"))
    why = f"all modes have {with_:.0%} of the starts with R1, and {without:.0%} of those without"
    return at_least(with_ - without, 0.2, why)


def all_classes(h: History) -> Verdict | None:
    """Classes of digits that are generated.

    Measured: 10 [9, 10].
    """
    if not ended(h, "r1-decay", steps=ENOUGH_DIGITS):
        return None
    classes = over_seeds(h, "r1-decay", "classes")
    return at_least(classes, 7, f"the judge sees {classes:g} of the ten digits")


def cures_bring_digits(h: History) -> Verdict | None:
    """How many more classes of digits all cures have than none.

    Measured over seeds 0 to 7: 9 [7, 9]; without a cure 1 [1, 2] of ten.
    """
    if not ended(h, "plain", "r1-decay", steps=ENOUGH_DIGITS):
        return None
    cured, plain = (over_seeds(h, name, "classes") for name in ("r1-decay", "plain"))
    why = f"with all cures there are {cured:g} of the ten digits, and without {plain:g}"
    return at_least(cured - plain, 4, why)


def hand(h: History) -> Verdict | None:
    """The largest difference of a formula and torch at the first step, in float64.

    Measured: 5e-16 at most.
    """
    found = [value for v in h.variants for value in h.first(v, "by_hand")]
    if not found or any(map(math.isnan, found)):
        return None
    return at_most(max(found), 1e-12, f"by hand and by torch differ by {max(found):.1e} at most")


CLAIMS = [
    Claim("r1-decay-has-all", "With R1 and a falling rate all eight modes are there", all_modes,
          needs=("r1-decay",), when=RING, unit="modes"),
    Claim("r1-decay-is-sharp", "And two samples in three lie within 3σ of a mode", sharp,
          needs=("r1-decay",), when=RING, unit="of the samples"),
    Claim("d-can-only-guess", "D's loss ends where D guesses, and not at 0", only_guesses,
          needs=("r1-decay",), when=RING, unit="nats"),
    Claim("plain-is-a-lottery", "Of eight plain GANs half have six modes or fewer", lottery,
          needs=("plain",), when=LOTTERY, unit="modes"),
    Claim("r1-brings-modes", "With R1 more starts have all modes than without", more_with_r1,
          needs=("betas", "r1"), when=LOTTERY, unit="of the starts"),
    Claim("digits-have-classes", "With all cures seven digits or more are generated", all_classes,
          needs=("r1-decay",), when=DIGITS, own_data=True, unit="classes"),
    Claim("cures-bring-digits", "That is four digits more than without a cure", cures_bring_digits,
          needs=("plain", "r1-decay"), when=DIGITS, own_data=True, unit="classes"),
    Claim("hand-is-torch", "Losses, slopes and R1's gradient by hand are torch's, to 1e-12", hand,
          unit="1"),
]  # fmt: skip
