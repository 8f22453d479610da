"""What this lesson claims of usual mistakes, and of heads: what each costs, and what it does not.

Measured as in claims.py: median [least, most] over seeds 0 to 11.
"""

from lessons.kit import Claim, History, Verdict
from lessons.kit.claims.helpers import at_least, at_most
from lessons.shared.recorded import at_the_end, ends

ENOUGH = 300
"""Steps before the lesson says what a network has learned."""
FOUR = {"task": "recall", "positions": "none", "heads": 4, "head_dim": 8, "pairs": 8, "symbols": 16}
HARMLESS = ("unscaled", "tanh", "wide-scale", "unsplit")
HEADS = ("heads-1", "heads-2", "heads-4", "heads-8")


def chained_guesses(h: History) -> Verdict | None:
    """Accuracy with query, key and value one after the other; chance is 0.0625.

    Measured: 0.058 [0.049, 0.088]; on 20 to 27: 0.066 [0.047, 0.094].
    """
    right = at_the_end(h, "chained", "accuracy", ENOUGH)
    if right is None:
        return None
    return at_most(right, 0.15, f"one after the other, {right:.1%} are right: no pair is seen")


def roles_guess(h: History) -> Verdict | None:
    """Accuracy with tokens 0, 1 and 2 for query, key and value.

    Measured: 0.217 [0.213, 0.217]; on 20 to 27: 0.217 [0.211, 0.217].
    """
    right = at_the_end(h, "roles", "accuracy", ENOUGH)
    if right is None:
        return None
    return at_most(right, 0.35, f"always told about pair 3, it is right for {right:.1%}")


def viewed_needs_order(h: History) -> Verdict | None:
    """How far scores move as pairs change places, of the largest.

    Measured: 0.38 [0.32, 0.50]; on 20 to 27: 0.44 [0.33, 0.51]. It is right for 1.000 [0.994,
    1.000].
    """
    moved = at_the_end(h, "viewed", "moved", ENOUGH)
    right = at_the_end(h, "viewed", "accuracy", ENOUGH)
    if moved is None or right is None:
        return None
    why = f"viewed is right for {right:.1%}, and in another order its scores move by {moved:.2f}"
    return at_least(moved, 0.1, why)


def harmless(h: History) -> Verdict | None:
    """Accuracy of the worst of the four.

    Measured: 1.000 [1.000, 1.000]; on 20 to 27 the same.
    """
    found = ends(h, HARMLESS, "accuracy", ENOUGH)
    if found is None:
        return None
    worst = min(found, key=found.__getitem__)
    return at_least(found[worst], 0.95, f"{worst} is the worst of four, with {found[worst]:.1%}")


def unsplit_is_one(h: History) -> Verdict | None:
    """How far the weights of four heads that were never split are apart.

    Measured: 0 [0, 0]; on 20 to 27 the same. Split they are 0.078 [0.060, 0.093] apart.
    """
    found = ends(h, ("unsplit", "right"), "heads_apart", ENOUGH)
    if found is None:
        return None
    why = f"four heads differ by {found['unsplit']:.1g}, and by {found['right']:.2g} if split"
    return at_most(found["unsplit"], 1e-6, why)


def heads_recall(h: History) -> Verdict | None:
    """Accuracy of the worst of one, two, four and eight heads.

    Measured: 1.000 [1.000, 1.000]; on 20 to 27 the same.
    """
    found = ends(h, HEADS, "accuracy", ENOUGH)
    if found is None:
        return None
    worst = min(found, key=found.__getitem__)
    return at_least(found[worst], 0.95, f"{worst} is the worst of four, with {found[worst]:.1%}")


def narrow_blurs(h: History) -> Verdict | None:
    """The weight on the right pair: of one head, less the mean of eight.

    Measured: 0.26 [0.24, 0.28]; on 20 to 27: 0.26 [0.24, 0.28].
    """
    found = ends(h, ("heads-1", "heads-8"), "weight", ENOUGH)
    if found is None:
        return None
    why = (
        f"one head of 32 has {found['heads-1']:.2f} there, eight heads of 4 {found['heads-8']:.2f}"
    )
    return at_least(found["heads-1"] - found["heads-8"], 0.05, why)


COSTS = [
    Claim("chained-guesses", "Query, key and value one after the other: it sees no pair",
          chained_guesses, needs=("chained",), when=FOUR, own_data=True, unit="of the test"),
    Claim("roles-guess", "Tokens 0, 1, 2 for query, key, value: it is told about one pair",
          roles_guess, needs=("roles",), when=FOUR, own_data=True, unit="of the test"),
    Claim("viewed-needs-order", "Viewed and not turned, it learns, and the order matters",
          viewed_needs_order, needs=("viewed",), when=FOUR, own_data=True,
          unit="of the largest score"),
    Claim("harmless", "No scale, tanh, too large a scale, unsplit heads: all recall here",
          harmless, needs=HARMLESS, when=FOUR, own_data=True, unit="of the test"),
    Claim("unsplit-is-one", "Heads that are never split look at the same places",
          unsplit_is_one, needs=("unsplit", "right"), when=FOUR, unit="1"),
    Claim("heads-recall", "One head or eight, with as many weights: all recall",
          heads_recall, needs=HEADS, when={"task": "recall", "pairs": 8}, own_data=True,
          unit="of the test"),
    Claim("narrow-blurs", "Narrower heads look less sharply", narrow_blurs,
          needs=("heads-1", "heads-8"), when={"task": "recall", "pairs": 8}, own_data=True,
          unit="of the weight"),
]  # fmt: skip
