"""What this lesson claims of a run, judged from what was recorded. All figures are of the test.

Beside each bar stands what was measured before it was set, as median [least, most] over seeds
0 to 11, each seed on its own.
"""

from functools import partial

from lessons.kit import Claim, History, Verdict
from lessons.kit.claims.helpers import at_least, at_most
from lessons.shared.recorded import at_the_end, ends

ENOUGH = 800
"""Steps before the lesson says what a network has learned."""
SOON = 300
"""Steps before it says that a network with a mistake has collapsed: a right one holds 2 nats."""
SMALL = {"beta": 1.0, "code": 2, "mistake": "none"}


def learns(h: History) -> Verdict | None:
    """−ELBO of the plain network, in nats an image.

    Measured: 19.65 [19.28, 20.08]; each pixel alone 25.04.
    """
    nats = at_the_end(h, "vae", "minus_elbo", ENOUGH)
    if nats is None:
        return None
    alone = at_the_end(h, "vae", "independent", ENOUGH)
    return at_most(nats, 22.0, f"an image costs {nats:.1f} nats, and {alone:.1f} without a network")


def code_is_used(h: History) -> Verdict | None:
    """How far the KL is from the middle of [2.5, 5] nats.

    Measured: KL 3.29 [3.13, 3.40].
    """
    kl = at_the_end(h, "vae", "kl", ENOUGH)
    if kl is None:
        return None
    return at_most(abs(kl - 3.75), 1.25, f"the code of an image holds {kl:.2f} nats")


def collapses(h: History) -> Verdict | None:
    """KL with β = 4.

    Measured: 0.056 [0.002, 0.15].
    """
    kl = at_the_end(h, "strong", "kl", ENOUGH)
    if kl is None:
        return None
    return at_most(kl, 0.5, f"with β = 4 the code of an image holds {kl:.2g} nats")


def collapse_costs(h: History) -> Verdict | None:
    """Reconstruction with β = 4.

    Measured: 24.8 [24.3, 25.1].
    """
    nats = at_the_end(h, "strong", "reconstruction", ENOUGH)
    if nats is None:
        return None
    return at_least(nats, 23.5, f"and an image costs {nats:.1f} nats to rebuild")


def none_is_no_bound(h: History) -> Verdict | None:
    """By how much the −ELBO is worse with β = 0.

    Measured: 37 [25, 46].
    """
    found = ends(h, ("none", "vae"), "minus_elbo", ENOUGH)
    if found is None:
        return None
    why = f"with β = 0 an image costs {found['none']:.1f} nats, with 1 {found['vae']:.1f}"
    return at_least(found["none"] - found["vae"], 10.0, why)


def iwae_is_tighter(h: History) -> Verdict | None:
    """By how much the IWAE bound is below the −ELBO.

    Measured: 0.65 [0.54, 0.81].
    """
    return gained(h, "vae", 0.2)


def gained(h: History, variant: str, bar: float) -> Verdict | None:
    """−ELBO minus IWAE, both drawn apart."""
    nats, weighed = (at_the_end(h, variant, name, ENOUGH) for name in ("minus_elbo", "minus_iwae"))
    if nats is None or weighed is None:
        return None
    return at_least(nats - weighed, bar, f"−ELBO {nats:.2f} nats, IWAE {weighed:.2f}")


def ten_is_better(h: History) -> Verdict | None:
    """What ten numbers gain over two.

    Measured: 1.56 [0.92, 1.90].
    """
    found = ends(h, ("vae", "ten"), "minus_elbo", ENOUGH)
    if found is None:
        return None
    why = f"with two numbers an image costs {found['vae']:.1f} nats, with ten {found['ten']:.1f}"
    return at_least(found["vae"] - found["ten"], 0.0, why)


def ten_hold_little_more(h: History) -> Verdict | None:
    """How many times the nats of two numbers ten numbers hold.

    Measured: 1.49 [1.35, 1.66]; numbers that are used: 6.5 [5, 9].
    """
    found = ends(h, ("vae", "ten"), "kl", ENOUGH)
    if found is None:
        return None
    why = f"two numbers hold {found['vae']:.2f} nats, ten hold {found['ten']:.2f}"
    return at_most(found["ten"] / max(found["vae"], 1e-9), 2.0, why)


def by_hand(h: History) -> Verdict | None:
    """The largest difference between the formulas and torch, in float64.

    Measured: below 1e-13.
    """
    found = [value for name in h.variants for value in h.first(name, "by_hand")]
    if not found:
        return None
    return at_most(max(found), 1e-9, f"the formulas and torch are {max(found):.1e} apart at most")


def one_is_best(h: History) -> Verdict | None:
    """What β = 1 gains in −ELBO over the better one of 0.1 and 4; 0.5 comes within 0.3 of it.

    Measured: 2.5 [1.7, 3.2].
    """
    found = ends(h, ("beta-1", "beta-0.1", "beta-4"), "minus_elbo", ENOUGH)
    if found is None:
        return None
    one = found.pop("beta-1")
    best = min(found, key=found.__getitem__)
    why = f"an image costs {one:.1f} nats with β = 1, and {found[best]:.1f} with {best}"
    return at_least(found[best] - one, 0.0, why)


def mistake_collapses(h: History, variant: str) -> Verdict | None:
    """KL of a network with a mistake.

    Measured: below 1e-4, of both.
    """
    kl = at_the_end(h, variant, "kl", SOON)
    if kl is None:
        return None
    return at_most(kl, 0.5, f"the code of an image holds {kl:.2g} nats")


def variance_costs(h: History) -> Verdict | None:
    """What the wrong noise costs in an honest −ELBO; its own loss, 17.3, is below the right 19.3.

    Measured: 2.6 [1.9, 3.6].
    """
    found = ends(h, ("variance", "right"), "minus_elbo", ENOUGH)
    if found is None:
        return None
    why = f"an image costs {found['variance']:.1f} nats, and {found['right']:.1f} if done right"
    return at_least(found["variance"] - found["right"], 0.5, why)


CLAIMS = [
    Claim("learns", "Two numbers for each image save nats, code and all", learns,
          needs=("vae",), when=SMALL, own_data=True, unit="nats an image"),
    Claim("code-is-used", "The code holds between 2.5 and 5 nats", code_is_used,
          needs=("vae",), when=SMALL, own_data=True, unit="nats an image"),
    Claim("collapses", "With β = 4 the code says next to nothing of its image", collapses,
          needs=("strong",), when=SMALL, own_data=True, unit="nats an image"),
    Claim("collapse-costs", "And all images are rebuilt alike", collapse_costs,
          needs=("strong",), when=SMALL, own_data=True, unit="nats an image"),
    Claim("none-is-no-bound", "With β = 0 the bound is far off: codes cost what nobody pays",
          none_is_no_bound, needs=("none", "vae"), when=SMALL, own_data=True, unit="nats an image"),
    Claim("iwae-is-tighter", "Many samples bound the likelihood more tightly", iwae_is_tighter,
          needs=("vae",), when=SMALL, own_data=True, unit="nats an image"),
    Claim("ten-is-better", "Ten numbers are better than two", ten_is_better,
          needs=("vae", "ten"), when=SMALL, own_data=True, unit="nats an image"),
    Claim("ten-hold-little-more", "Five times the numbers hold less than twice the nats",
          ten_hold_little_more, needs=("vae", "ten"), when=SMALL, own_data=True, unit="times"),
    Claim("one-is-best", "β = 1 has a better −ELBO than 0.1 and than 4", one_is_best,
          needs=("beta-1", "beta-0.1", "beta-4"), when=SMALL, own_data=True, unit="nats an image"),
    Claim("detached-collapses", "Without a gradient through the sample the code collapses",
          partial(mistake_collapses, variant="detached"), needs=("detached",), when=SMALL,
          unit="nats an image"),
    Claim("averaged-collapses", "And so it does if the likelihood is averaged over the pixels",
          partial(mistake_collapses, variant="averaged"), needs=("averaged",), when=SMALL,
          unit="nats an image"),
    Claim("variance-costs", "A σ that is taken for σ² looks better in the loss, and is worse",
          variance_costs, needs=("variance", "right"), when=SMALL, own_data=True,
          unit="nats an image"),
    Claim("by-hand", "The formulas written out and torch agree", by_hand, unit="1"),
]  # fmt: skip
