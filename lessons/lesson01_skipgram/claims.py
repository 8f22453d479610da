"""What this lesson claims of a run, judged from what was recorded.

Beside each bar stands what was measured, as median [least, most] over seeds 0 to 11, each seed on
its own; on seeds 100 to 103 every claim held too.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from typing import Any

from lessons.kit import Claim, History, Verdict
from lessons.kit.claims.helpers import at_least, at_most, ended

ENOUGH = 150
"""Steps before the lesson says anything about what was learned."""
WIDTHS: dict[str, dict[str, Any]] = {
    f"dim-{dim}": {"objective": "negative", "dim": dim} for dim in (4, 8, 12, 16, 24)
}
EXCERPTS: dict[str, dict[str, Any]] = {
    f"sentences-{n}": {"objective": "negative", "excerpt": n} for n in (200, 400, 800, 3000)
}
STARTS: dict[str, dict[str, Any]] = {
    "quiet": {"objective": "negative", "init": 0.1},
    "loud": {"objective": "negative", "init": 1.0},
}
PLANTED = {"corpus": "relations"}


def latest(h: History, variant: str, metric: str) -> float | None:
    """The last value, median over seeds; None until the network has learned for long enough."""
    if not ended(h, variant, steps=ENOUGH, broken=False):
        return None
    found = h.last(variant, metric)
    return median(found) if found and found == found else None


def analogies_hold(h: History) -> Verdict | None:
    """How many come out right.

    Measured: 1.000 [1.000, 1.000].
    """
    right = latest(h, "negative", "analogy")
    if right is None:
        return None
    why = f"{right:.1%} of the analogies come out right, with no word left out"
    return at_least(right, 0.95, why)


def order_is_all(h: History) -> Verdict | None:
    """How many come out right without any order.

    Measured: 0.0007 [0.0000, 0.0014].
    """
    right = latest(h, "shuffled", "analogy")
    if right is None:
        return None
    why = f"the same words in no order: {right:.1%} of the analogies come out right"
    return at_most(right, 0.1, why)


def differences_are_parallel(h: History) -> Verdict | None:
    """The mean cosine between differences.

    Measured: 0.930 [0.915, 0.937].
    """
    cosine = latest(h, "negative", "parallel")
    if cosine is None:
        return None
    why = f"the differences of two pairs have a mean cosine of {cosine:.2f}"
    return at_least(cosine, 0.8, why)


def scores_are_pmi(h: History) -> Verdict | None:
    """Over the pairs that occur: the others have no finite PMI.

    Measured: 0.979 [0.979, 0.980].
    """
    found = latest(h, "negative", "pmi")
    if found is None:
        return None
    why = f"scores and PMI − log k correlate at {found:.3f} over the pairs that occur"
    return at_least(found, 0.95, why)


def reaches_the_floor(h: History) -> Verdict | None:
    """What is left between the loss and H(context | word).

    Measured: 0.0030 [0.0029, 0.0031].
    """
    gap = latest(h, "softmax", "gap")
    if gap is None:
        return None
    why = f"the softmax ends {gap:.4f} nats above H(context | word)"
    return at_most(gap, 0.02, why)


def narrow_cannot(h: History) -> Verdict | None:
    """The same, for vectors of four numbers.

    Measured: 0.418 [0.415, 0.420].
    """
    gap = latest(h, "narrow", "gap")
    if gap is None:
        return None
    why = f"with four numbers for each word it ends {gap:.2f} nats above the floor"
    return at_least(gap, 0.2, why)


def starts_agree(h: History) -> Verdict | None:
    """What pairs of four starts share of a word's three nearest.

    Measured: 0.799 [0.767, 0.812].
    """
    shared = latest(h, "negative", "agreement")
    if h.config.get("starts") == 1:
        return Verdict(None, None, 0.7, "one start alone has nobody to agree with")
    if shared is None:
        return None
    why = f"two random starts share {shared:.0%} of a word's three nearest"
    return at_least(shared, 0.7, why)


def tiny_is_noise(h: History) -> Verdict | None:
    """The same for five sentences and twelve starts; blind draws would share 0.21.

    Measured: 0.313 [0.298, 0.338], the loss 0.0016 [0.0016, 0.0017] above its floor.
    """
    shared, gap = latest(h, "softmax", "agreement"), latest(h, "softmax", "gap")
    if shared is None or gap is None:
        return None
    why = f"the loss is {gap:.3f} above its floor, and two starts share {shared:.0%} of neighbours"
    if gap > 0.02:
        return Verdict(None, shared, 0.5, f"{why}: it has not learned its text yet")
    return at_most(shared, 0.5, why)


def width_decides(h: History) -> Verdict | None:
    """How many more come out right with 24 numbers than with 4.

    Measured: 0.734 [0.717, 0.770].
    """
    narrow, wide = (latest(h, variant, "analogy") for variant in ("dim-4", "dim-24"))
    if narrow is None or wide is None:
        return None
    why = f"{narrow:.0%} of the analogies with 4 numbers a word, {wide:.0%} with 24"
    return at_least(wide - narrow, 0.4, why)


def text_decides(h: History) -> Verdict | None:
    """How many more come out right from 3,000 sentences than from 200.

    Measured: 0.629 [0.606, 0.654].
    """
    few, many = (latest(h, variant, "analogy") for variant in ("sentences-200", "sentences-3000"))
    if few is None or many is None:
        return None
    why = f"{few:.0%} of the analogies from 200 sentences, {many:.0%} from 3,000"
    return at_least(many - few, 0.3, why)


def a_loud_start_stays(h: History) -> Verdict | None:
    """How many fewer come out right from a start ten times larger.

    Measured: 0.539 [0.471, 0.637], the loss 0.026 [0.023, 0.030] above its floor.
    """
    quiet, loud = (latest(h, variant, "analogy") for variant in STARTS)
    gap = latest(h, "loud", "gap")
    if quiet is None or loud is None or gap is None:
        return None
    why = f"started loud: {gap:.3f} above the floor, and {loud:.0%} right against {quiet:.0%}"
    return at_least(quiet - loud, 0.15, why)


def sampling_is_enough(h: History) -> Verdict | None:
    """The worse of the two ways of drawing.

    Measured: sampled 1.000 [0.994, 1.000], banded 1.000 [1.000, 1.000].
    """
    found = {variant: latest(h, variant, "analogy") for variant in ("sampled", "banded")}
    rights = {variant: right for variant, right in found.items() if right is not None}
    if len(rights) < len(found):
        return None
    worse = min(rights, key=rights.__getitem__)
    why = f"{worse}, the worse of the two, gets {rights[worse]:.1%} of the analogies right"
    return at_least(rights[worse], 0.9, why)


def order_foretells(h: History) -> Verdict | None:
    """How far the text in order is ahead of the shuffled one, each on its part kept apart.

    Measured: 0.718 [0.718, 0.719]. 8 seeds each: a novel of 33,000 words 0.118
    [0.106, 0.128], its first 9,000 words 0.064 [0.052, 0.088].
    """
    found = [latest(h, variant, "held_out") for variant in ("negative", "shuffled")]
    if None in found:
        return None
    ahead = found[0] - found[1]  # type: ignore[operator]
    why = f"on text kept apart, a text in order is {ahead:.2f} nats a pair ahead of a shuffled one"
    return at_least(ahead, 0.02, why)


def _planted(
    name: str,
    says: str,
    judge: Callable[[History], Verdict | None],
    needs: tuple[str, ...],
    unit: str = "of the analogies",
) -> Claim:
    """A claim about the truth that was planted in the lesson's own text."""
    return Claim(name, says, judge, needs=needs, when=PLANTED, own_data=True, unit=unit)


CLAIMS = [
    _planted("analogies-hold", "king − man + woman is queen, with no word left out", analogies_hold,
             ("negative",)),
    _planted("order-is-all", "The same words shuffled answer no analogies", order_is_all,
             ("shuffled",)),
    _planted("differences-are-parallel", "From man to woman is the same way in every role",
             differences_are_parallel, ("negative",), unit="cosine"),
    _planted("scores-are-pmi", "Negative sampling finds pointwise mutual information, less log k",
             scores_are_pmi, ("negative",), unit="correlation"),
    _planted("softmax-reaches-its-floor",
             "24 numbers for each word say all that this text has to say", reaches_the_floor,
             ("softmax",), unit="nats"),
    _planted("narrow-stays-above", "Four numbers for each word do not", narrow_cannot, ("narrow",),
             unit="nats"),
    _planted("starts-agree",
             "Where there is enough text, every start finds much the same neighbours", starts_agree,
             ("negative",), unit="of the neighbours"),
    Claim("tiny-text-is-noise",
          "Five sentences are learned perfectly, and their neighbours are chance", tiny_is_noise,
          needs=("softmax",), when={"corpus": "tiny"}, own_data=True, unit="of the neighbours"),
    _planted("width-decides", "Analogies need room: 24 numbers hold them and 4 do not",
             width_decides, tuple(WIDTHS)),
    _planted("text-decides", "Analogies need text: 3,000 sentences hold them and 200 do not",
             text_decides, tuple(EXCERPTS)),
    _planted("a-loud-start-stays",
             "Vectors that start large keep their start: the loss falls, the analogies do not come",
             a_loud_start_stays, tuple(STARTS)),
    _planted("sampling-is-enough", "Drawn pairs, and blocks along the text, find the analogies too",
             sampling_is_enough, ("sampled", "banded")),
    Claim("order-foretells",
          "What was learned from the order of words holds where it was not looked for",
          order_foretells, needs=("negative", "shuffled"), unit="nats a pair"),
]  # fmt: skip
