"""What this lesson claims of a run, judged from what was recorded.

Beside each bar stands what was measured before it was set, as median [least, most] over seeds
0 to 11, each seed on its own; behind | over seeds 20 to 27, by which no bar was set.
"""

from functools import partial

from lessons.kit import Claim, History, Verdict
from lessons.kit.claims.helpers import at_least, at_most
from lessons.lesson13_attention.page.costs import COSTS, ENOUGH
from lessons.shared.recorded import at_first, at_the_end, ends

RECALL = {"task": "recall", "mistake": "none", "positions": "none"}
ONE = RECALL | {"heads": 1, "head_dim": 32, "pairs": 8, "symbols": 16}
USUAL = {"width": 32, "head_dim": (8, 32), "heads": (1, 4)}
BACKWARDS = {"task": "reverse", "mistake": "none", "length": 10, "symbols": 10, "heads": 1}


def recalls(h: History) -> Verdict | None:
    """Accuracy of attention at the end.

    Measured: 1.000 [1.000, 1.000].
    """
    right = at_the_end(h, "attention", "accuracy", ENOUGH)
    if right is None:
        return None
    return at_least(right, 0.95, f"attention is right for {right:.1%} of the test")


def looks_right(h: History) -> Verdict | None:
    """The mean weight on the pair that has the key.

    Measured: 0.982 [0.978, 0.989] | 0.984 [0.973, 0.987].
    """
    weight = at_the_end(h, "attention", "weight", ENOUGH)
    if weight is None:
        return None
    return at_least(weight, 0.9, f"{weight:.1%} of the weight is on the pair that has the key")


def only_guesses(h: History, variant: str) -> Verdict | None:
    """By how much it is right more often than whoever names the commonest value.

    Measured: bag -0.004 [-0.027, 0.016] | 0.000 [-0.013, 0.012]; mlp -0.021 [-0.040, 0.001] |
    -0.015 [-0.056, 0.003].
    """
    right, guess = (at_the_end(h, variant, name, ENOUGH) for name in ("accuracy", "commonest"))
    if right is None or guess is None:
        return None
    why = f"{variant} is right for {right:.1%}, and to name the commonest value for {guess:.1%}"
    return at_most(right - guess, 0.12, why)


def finds_among_more(h: History) -> Verdict | None:
    """Accuracy on twice as many pairs as it was taught with.

    Measured: 1.000 [1.000, 1.000].
    """
    right = at_the_end(h, "attention", "of_most", ENOUGH)
    if right is None:
        return None
    return at_least(right, 0.9, f"among sixteen pairs {right:.1%} of the values are found")


def order_is_nothing(h: History, variant: str) -> Verdict | None:
    """How far the scores move as the tokens change places, of the largest score.

    Measured: attention 3.4e-7 [2.5e-7, 4.0e-7] | 3.1e-7 [2.4e-7, 4.1e-7]; no-places 2.3e-7 [1.7e-7,
    3.4e-7] | 2.7e-7 [2.1e-7, 3.4e-7].
    """
    moved = at_the_end(h, variant, "moved", 1)
    if moved is None:
        return None
    return at_most(moved, 1e-5, f"in another order, scores move by {moved:.1g} of the largest")


def raw_grows(h: History) -> Verdict | None:
    """How far the deviation of raw scores is from √d, at the worst width.

    Measured: 0.015 [0.009, 0.046] | 0.017 [0.008, 0.039].
    """
    least, most = (at_first(h, "attention", name) for name in ("least_ratio", "most_ratio"))
    if least is None or most is None:
        return None
    off = max(1 - least, most - 1)
    return at_most(off, 0.1, f"from d = 4 to 1024 the deviation is √d to within {off:.1%}")


def scaled_stays(h: History) -> Verdict | None:
    """By how much the entropy of scaled scores differs between the widths, in nats.

    Measured: 0.041 [0.009, 0.065] | 0.036 [0.018, 0.060].
    """
    least, most = (at_first(h, "attention", name) for name in ("scaled_least", "scaled_most"))
    if least is None or most is None:
        return None
    why = f"with √d the entropy of 16 weights is {least:.2f} to {most:.2f} nats at every width"
    return at_most(most - least, 0.15, why)


def raw_is_sharp(h: History) -> Verdict | None:
    """The entropy of the weights of raw scores at d = 1024, in nats.

    Measured: 0.100 [0.086, 0.107] | 0.093 [0.082, 0.114].
    """
    nats = at_first(h, "attention", "raw_wide")
    if nats is None:
        return None
    return at_most(nats, 0.3, f"without √d the entropy at d = 1024 is {nats:.2f} nats, of 2.77")


def by_hand(h: History, metric: str, bar: float) -> Verdict | None:
    """The largest difference between the formulas and torch on what this network makes.

    Measured: in float32 4.2e-7 [3.6e-7, 7.7e-7] | 3.6e-7 [3.6e-7,
    5.2e-7], and with ten questions (reverse) 7.2e-7 [6.0e-7, 1.2e-6] | 7.7e-7 [6.0e-7, 9.5e-7];
    in float64 1.4e-15 [6.7e-16, 1.8e-15].
    """
    found = [value for name in h.variants for value in h.first(name, metric)]
    told = [value for value in found if value == value]  # others do not attend
    if not told:
        return None
    return at_most(max(told), bar, f"the formulas and torch are {max(told):.1e} apart at most")


def reverses(h: History) -> Verdict | None:
    """Accuracy with a vector for each place.

    Measured: 1.000 [1.000, 1.000].
    """
    right = at_the_end(h, "places", "accuracy", 300)
    if right is None:
        return None
    return at_least(right, 0.95, f"with places {right:.1%} of the symbols are right")


def looks_across(h: History) -> Verdict | None:
    """The mean weight on the token at the other end.

    Measured: 0.979 [0.963, 0.993] | 0.976 [0.965, 0.987].
    """
    weight = at_the_end(h, "places", "weight", 300)
    if weight is None:
        return None
    return at_least(weight, 0.9, f"{weight:.1%} of the weight is on the token to be copied")


def set_cannot(h: History) -> Verdict | None:
    """Accuracy without places.

    Measured: 0.283 [0.273, 0.291] | 0.283 [0.278, 0.285].
    """
    found = ends(h, ("no-places",), "accuracy", 300)
    if found is None:
        return None
    right = found["no-places"]
    return at_most(right, 0.4, f"without places {right:.1%} of the symbols are right")


def order_is_something(h: History) -> Verdict | None:
    """How far the scores move with places, of the largest.

    Measured: 1.65 [1.51, 1.78] | 1.60 [1.50, 1.69].
    """
    moved = at_the_end(h, "places", "moved", 300)
    if moved is None:
        return None
    return at_least(moved, 0.5, f"with places, scores move by {moved:.2f} of the largest")


CLAIMS = [
    Claim("recalls", "Attention recalls the value of a key", recalls,
          needs=("attention",), when=RECALL, own_data=True, unit="of the test"),
    Claim("looks-right", "Nearly all of its weight is on the pair that has the key", looks_right,
          needs=("attention",), when=ONE, own_data=True, unit="of the weight"),
    Claim("bag-guesses", "A mean over pairs does no better than to name the commonest value",
          partial(only_guesses, variant="bag"), needs=("bag",), when=RECALL, own_data=True,
          unit="of the test"),
    Claim("flat-guesses", "A flat network does no better within these steps",
          partial(only_guesses, variant="mlp"), needs=("mlp",), when=ONE, own_data=True,
          unit="of the test"),
    Claim("finds-among-more", "Taught with eight pairs, it finds a key among sixteen",
          finds_among_more, needs=("attention",), when=ONE, own_data=True, unit="of the test"),
    Claim("order-is-nothing", "The order of the pairs is nothing to attention",
          partial(order_is_nothing, variant="attention"), needs=("attention",), when=RECALL,
          unit="of the largest score"),
    Claim("raw-grows", "Scores of random vectors have a deviation of √d", raw_grows,
          needs=("attention",), unit="of √d"),
    Claim("scaled-stays", "Divided by √d, the weights are as even at every width", scaled_stays,
          needs=("attention",), unit="nats"),
    Claim("raw-is-sharp", "Not divided, a wide head looks at one key, by chance", raw_is_sharp,
          needs=("attention",), unit="nats"),
    Claim("by-hand-32", "The formulas and torch agree in float32",
          partial(by_hand, metric="by_hand_32", bar=5e-6), when=USUAL, unit="1"),
    Claim("by-hand-64", "The formulas and torch agree in float64",
          partial(by_hand, metric="by_hand_64", bar=1e-12), when=USUAL, unit="1"),
    Claim("reverses", "With a vector for each place, attention reads backwards", reverses,
          needs=("places",), when=BACKWARDS, own_data=True, unit="of the symbols"),
    Claim("looks-across", "And each place looks at the one as far from the other end",
          looks_across, needs=("places",), when=BACKWARDS, own_data=True, unit="of the weight"),
    Claim("a-set-cannot", "Without places it only knows which symbols there are", set_cannot,
          needs=("no-places",), when=BACKWARDS, own_data=True, unit="of the symbols"),
    Claim("order-goes-along", "Without places, answers change places with their symbols",
          partial(order_is_nothing, variant="no-places"), needs=("no-places",), when=BACKWARDS,
          unit="of the largest score"),
    Claim("order-is-something", "With places, another order gives other answers",
          order_is_something, needs=("places",), when=BACKWARDS, own_data=True,
          unit="of the largest score"),
    *COSTS,
]  # fmt: skip
