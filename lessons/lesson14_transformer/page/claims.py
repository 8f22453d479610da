"""What this lesson claims of a run, judged from what was recorded.

Beside each bar stands what was measured before it was set, as median [least, most] over seeds
0 to 11, each seed on its own; behind a semicolon over seeds 20 to 27, by which no bar was set. One
of these learns to copy late: it copies 0.91 by the end.
"""

from statistics import median

from lessons.kit import Claim, History, Verdict
from lessons.kit.claims.helpers import at_least, at_most
from lessons.shared.recorded import at_the_end, ends

ENOUGH = 300
"""Steps before the lesson says what has been learned."""
INDUCTION = {"task": "induction", "mask": True}
TEXT = {"task": "text"}
HALF, MOST = 0.25, 0.75
"""Shares copied right between which a network learns to copy."""


def two_layers_copy(h: History) -> Verdict | None:
    """Share that two layers copy right.

    Measured: 0.997 [0.985, 1.000]; 0.993 [0.912, 1.000].
    """
    right = at_the_end(h, "two-layers", "accuracy", ENOUGH)
    if right is None:
        return None
    return at_least(right, 0.75, f"two layers copy {right:.1%} of the symbols right")


def one_layer_cannot(h: History) -> Verdict | None:
    """By how much one layer stays behind two.

    Measured: 0.74 [0.71, 0.75]; 0.73 [0.65, 0.75]. One layer, at first: 0.26 [0.24, 0.28].
    """
    found = ends(h, ("two-layers", "one-layer"), "accuracy", ENOUGH)
    if found is None:
        return None
    one, two = found["one-layer"], found["two-layers"]
    return at_least(two - one, 0.4, f"one layer copies {one:.0%} right, two layers {two:.0%}")


def heads_compose(h: History) -> Verdict | None:
    """The lesser weight: on the token before in layer 1, on what followed before in layer 2.

    Measured: 0.43 [0.37, 0.46]; 0.43 [0.32, 0.44]. The other one, at first: 0.62 [0.57, 0.64].
    """
    before = at_the_end(h, "two-layers", "previous_1", ENOUGH)
    after = at_the_end(h, "two-layers", "induction_2", ENOUGH)
    if before is None or after is None:
        return None
    why = f"layer 1 puts {before:.2f} on the token before, layer 2 {after:.2f} on what followed"
    return at_least(min(before, after), 0.2, why)


def other_layers_do_not(h: History) -> Verdict | None:
    """The greater weight: on what followed before in layer 1, on the token before in layer 2.

    Measured: 0.09 [0.07, 0.10]; 0.09 [0.07, 0.10]. The other one, at first: 0.07 [0.05, 0.09].
    """
    after = at_the_end(h, "two-layers", "induction_1", ENOUGH)
    before = at_the_end(h, "two-layers", "previous_2", ENOUGH)
    if before is None or after is None:
        return None
    why = f"layer 2 puts {before:.2f} on the token before, layer 1 {after:.2f} on what followed"
    return at_most(max(before, after), 0.2, why)


def climb(h: History, variant: str) -> float | None:
    """Steps from a quarter to three quarters copied right, the median over the seeds."""
    found = []
    for track in h.of(variant):
        column = track.columns.get("accuracy")
        pairs = list(zip(column.steps, column.values, strict=True)) if column else []
        low = next((step for step, share in pairs if share >= HALF), None)
        high = next((step for step, share in pairs if share >= MOST), None)
        if low is None or high is None:
            return None
        found.append(high - low)
    return median(found) if found else None


def all_of_a_sudden(h: History) -> Verdict | None:
    """Share of the run that it takes from a quarter to three quarters copied right.

    Measured: 0.10 [0.07, 0.13]; 0.10 [0.07, 0.23].
    """
    right = at_the_end(h, "two-layers", "accuracy", ENOUGH)
    if right is None:
        return None
    steps = climb(h, "two-layers")
    share = 1.0 if steps is None else steps / h.planned
    why = f"from a quarter to three quarters right in {share:.0%} of the steps"
    return at_most(share, 0.4, why)


def smearing_is_enough(h: History) -> Verdict | None:
    """Share that one layer copies right if each key is mixed with the one before it.

    Measured: 0.996 [0.987, 1.000]; 0.996 [0.987, 1.000].
    """
    right = at_the_end(h, "smeared", "accuracy", ENOUGH)
    if right is None:
        return None
    return at_least(right, 0.9, f"one layer with smeared keys copies {right:.1%} right")


def fixed_length_is_no_test(h: History) -> Verdict | None:
    """Share that one layer copies right if all strings have one length.

    Measured: 1.000 [1.000, 1.000]; 1.000 [1.000, 1.000].
    """
    right = at_the_end(h, "fixed-length", "accuracy", ENOUGH)
    if right is None:
        return None
    return at_least(right, 0.95, f"with one length for all, one layer copies {right:.1%} right")


def no_leak(h: History) -> Verdict | None:
    """How far earlier scores change with the mask when later text changes.

    Measured: 0.0, to the bit; 0.0.
    """
    change = at_the_end(h, "masked", "leak", 1)
    if change is None:
        return None
    return at_most(change, 0.0, f"earlier scores change by {change:.1g} at most")


def leak_is_seen(h: History) -> Verdict | None:
    """And without it.

    Measured on seeds 0 to 7: 11.1 [8.8, 14.1]; 8.9 [8.0, 13.9].
    """
    change = at_the_end(h, "unmasked", "leak", ENOUGH)
    if change is None:
        return None
    return at_least(change, 1.0, f"without the mask earlier scores change by up to {change:.2g}")


def too_good(h: History) -> Verdict | None:
    """The loss without a mask as a share of the floor."""
    return of_floor(h, "unmasked", "held_out")


def of_floor(h: History, variant: str, metric: str) -> Verdict | None:
    """A loss as a share of the floor.

    Measured on seeds 0 to 7: 0.16 [0.09, 0.25]; 0.18 [0.07, 0.27]. The floor is 0.296.
    """
    loss, floor = (at_the_end(h, variant, name, ENOUGH) for name in (metric, "floor"))
    if loss is None or floor is None:
        return None
    why = f"without the mask the loss is {loss:.3g}, and nobody can be below {floor:.3g}"
    return at_most(loss / floor, 0.5, why)


def honest_is_worse(h: History) -> Verdict | None:
    """The loss on prefixes alone of the unmasked network, over that of the masked one.

    Measured on seeds 0 to 7: 6.2 [5.6, 8.7]; 6.1 [5.9, 7.7].
    """
    found = ends(h, ("unmasked", "masked"), "honest", ENOUGH)
    if found is None:
        return None
    why = f"on prefixes alone: {found['unmasked']:.3g} without the mask, {found['masked']:.3g} with"
    return at_least(found["unmasked"] / found["masked"], 2.0, why)


def above_the_floor(h: History) -> Verdict | None:
    """The masked loss over the floor: as near as it comes, never below.

    Measured on seeds 0 to 7: 1.25 [1.18, 1.36]; 1.24 [1.19, 1.29].
    """
    loss, floor = (at_the_end(h, "masked", name, ENOUGH) for name in ("held_out", "floor"))
    if loss is None or floor is None:
        return None
    why = f"with the mask the loss is {loss:.4g}, the floor {floor:.4g}"
    return at_least(loss / floor, 1.0, why)


def places_help(h: History) -> Verdict | None:
    """What learned positions copy right, over none at all.

    Measured: 0.59 [0.55, 0.65]; 0.62 [0.53, 0.68]. Without, at first, 0.41 [0.34, 0.44].
    """
    found = ends(h, ("learned", "none"), "accuracy", ENOUGH)
    if found is None:
        return None
    learned, none = found["learned"], found["none"]
    why = f"without positions {none:.0%} are copied right, with learned ones {learned:.0%}"
    return at_least(learned - none, 0.2, why)


def by_hand(h: History) -> Verdict | None:
    """The largest difference of the logits by hand, and from a cache, from torch's.

    Measured: below 1e-6.
    """
    found = [value for name in h.variants for value in h.first(name, "by_hand")]
    if not found:
        return None
    return at_most(max(found), 1e-5, f"the logits are {max(found):.1e} apart at most")


CLAIMS = [
    Claim("two-layers-copy", "Two layers learn to copy what followed before", two_layers_copy,
          needs=("two-layers",), when=INDUCTION, unit="of the symbols"),
    Claim("one-layer-cannot", "One layer does not", one_layer_cannot,
          needs=("two-layers", "one-layer"), when=INDUCTION, unit="of the symbols"),
    Claim("heads-compose", "Layer 1 looks at the token before, layer 2 at what followed",
          heads_compose, needs=("two-layers",), when=INDUCTION, unit="of the weight"),
    Claim("not-the-other-way", "And not the other way round", other_layers_do_not,
          needs=("two-layers",), when=INDUCTION, unit="of the weight"),
    Claim("all-of-a-sudden", "It comes in a small part of the steps", all_of_a_sudden,
          needs=("two-layers",), when=INDUCTION, unit="of the steps"),
    Claim("smearing-is-enough", "What is missing is the token before, not a second layer",
          smearing_is_enough, needs=("smeared",), when=INDUCTION, unit="of the symbols"),
    Claim("fixed-length-is-no-test", "With one length for all strings, one layer is enough",
          fixed_length_is_no_test, needs=("fixed-length",), when=INDUCTION, unit="of the symbols"),
    Claim("places-help", "Without positions two layers copy less", places_help,
          needs=("learned", "none"), when=INDUCTION, unit="of the symbols"),
    Claim("no-leak", "With the mask nothing earlier knows of what comes later", no_leak,
          needs=("masked",), when=TEXT, unit="1"),
    Claim("leak-is-seen", "Without it, it does", leak_is_seen, needs=("unmasked",), when=TEXT,
          unit="1"),
    Claim("too-good", "A loss below the floor: it has seen the answers", too_good,
          needs=("unmasked",), when=TEXT, own_data=True, unit="of the floor"),
    Claim("honest-is-worse", "On prefixes alone the network without a mask is the worse one",
          honest_is_worse, needs=("unmasked", "masked"), when=TEXT, own_data=True, unit="times"),
    Claim("above-the-floor", "An honest loss ends above the floor", above_the_floor,
          needs=("masked",), when=TEXT, own_data=True, unit="of the floor"),
    Claim("by-hand", "Attention by hand and torch's agree, and so do kept keys and values",
          by_hand, unit="1"),
]  # fmt: skip
