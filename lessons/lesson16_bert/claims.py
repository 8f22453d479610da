"""What this lesson claims of a run, judged from what was recorded.

Beside each bar stands what was measured, as median [least, most].
"""

from lessons.kit import Claim, History, Verdict
from lessons.kit.claims.helpers import at_least, at_most
from lessons.lesson16_bert.presets import MASKS, RATES, SCORED, VARIANTS, XOR
from lessons.shared.recorded import at_the_end, ends

ENOUGH = 380
"""Steps before the lesson says what pretraining is worth."""
MADE_UP = {"labelled": "", "weights": ""}
PLAIN = {**MADE_UP, "negation": 0.05, "but": 0.05}


def ahead(h: History, one: str, other: str, labels: int) -> float | None:
    """By how much of the test the one network is ahead of the other, from so many labels."""
    found = ends(h, (one, other), f"right_{labels}", ENOUGH)
    return None if found is None else found[one] - found[other]


def mistakes_left(h: History, one: str, other: str, labels: int) -> tuple[float, str] | None:
    """The mistakes of the one network as a share of the other's, and both in words."""
    found = ends(h, (one, other), f"right_{labels}", ENOUGH)
    if found is None:
        return None
    wrong = {name: 1 - right for name, right in found.items()}
    told = f"with {labels} labels {one} has {wrong[one]:.1%} wrong, {other} {wrong[other]:.1%}"
    return wrong[one] / max(wrong[other], 1e-9), told


def below_counting(h: History) -> Verdict | None:
    """How far the loss of hidden words is below that of guessing by how frequent words are.

    Measured on seeds 0 to 11: 1.75 [1.47, 1.95]; on 20 to 27: 1.73 [1.47, 2.02].
    """
    found = at_the_end(h, "frozen", "masked", ENOUGH)
    counted = at_the_end(h, "frozen", "unigram", ENOUGH)
    if found is None or counted is None:
        return None
    why = f"hidden words cost {found:.2f} nats, and guessed by frequency {counted:.2f}"
    return at_least(counted - found, 0.8, why)


def knows_sides(h: History) -> Verdict | None:
    """The probability of the right side for a word of which only the side can be known.

    Measured on seeds 0 to 11: 0.94 [0.85, 0.95]; on 20 to 27: 0.96 [0.94, 0.98]; on
    40 to 47: 0.95 [0.84, 0.98].
    """
    found = at_the_end(h, "frozen", "sided", ENOUGH)
    if found is None:
        return None
    why = f"without a label, a hidden word is on the right side with a probability of {found:.2f}"
    return at_least(found, 0.65, why)


def sixteen(h: History) -> Verdict | None:
    """What is left with 16 labels of the mistakes from scratch.

    Measured on seeds 0 to 7: 0.11 [0.07, 0.17]; on 20 to 27: 0.23 [0.05, 0.30]; on 40 to 47:
    0.15 [0.06, 0.19]. In points of the test the lead is 0.16 [0.12, 0.27], 0.13 [0.08, 0.22] and
    0.17 [0.11, 0.25]: which 16 texts have a label decides how good the network from scratch is.
    """
    found = mistakes_left(h, "fine-tuned", "scratch", 16)
    if found is None:
        return None
    return at_most(found[0], 0.6, found[1])


def frozen_is_enough(h: History) -> Verdict | None:
    """How far the frozen network is behind the fine-tuned one with 16 labels.

    Measured on seeds 0 to 11: 0.007 [−0.003, 0.043]; on 20 to 27: 0.001 [−0.007, 0.016]; on 40 to
    47: 0.002 [−0.001, 0.020].
    """
    found = ahead(h, "fine-tuned", "frozen", 16)
    if found is None:
        return None
    why = f"with 16 labels, fine-tuned is {found:.2f} ahead of the frozen network"
    return at_most(found, 0.08, why)


def xor_teaches_nothing(h: History) -> Verdict | None:
    """What pretraining is worth where neighbours say nothing, with 256 labels.

    Measured on seeds 0 to 7: −0.13 [−0.20, −0.11]; on 20 to 27: −0.13 [−0.20, −0.04]. With 16
    labels: 0.01 [−0.02, 0.08]; on 20 to 27: 0.01 [−0.05, 0.11].
    """
    found = ahead(h, "fine-tuned", "scratch", 256)
    if found is None:
        return None
    why = f"where neighbours say nothing, fine-tuned is {found:.2f} ahead of scratch"
    return at_most(found, 0.0, why)


def once_is_learned_by_heart(h: History) -> Verdict | None:
    """What hidden words of texts never read cost more where a text always lacks the same words.

    Measured on seeds 0 to 7: 2.14 [2.02, 2.21] (4.20 [4.10, 4.28] and 2.08 [2.06, 2.10]); on 20 to
    27: 2.14 [1.95, 2.33].
    """
    found = ends(h, tuple(MASKS), "held_out", ENOUGH)
    if found is None:
        return None
    once, anew = found["once"], found["each-step"]
    why = f"hidden words of other texts cost {once:.2f} nats, and {anew:.2f} with others each step"
    return at_least(once - anew, 1.2, why)


def all_words_look_easy(h: History) -> Verdict | None:
    """The loss over all words as a share of what hidden words cost the same network.

    Four words in ten are asked for. Were the others copied without a mistake, it would be 0.4, and
    1 if they cost as much; the bar is half-way. Measured on seeds 0 to 7: 0.40 [0.39, 0.45]; on 20
    to 27: 0.41 [0.38, 0.43].
    """
    over_all = at_the_end(h, "over-all", "pretraining", ENOUGH)
    hidden = at_the_end(h, "over-all", "masked", ENOUGH)
    if over_all is None or hidden is None:
        return None
    why = f"over all words the loss is {over_all:.2f} nats, and hidden words cost {hidden:.2f}"
    return at_most(over_all / hidden, 0.7, why)


def too_fast_forgets(h: History) -> Verdict | None:
    """The mistakes at the usual rate as a share of those at a rate that is too high.

    Measured on seeds 0 to 7: 0.06 [0.04, 0.12]; on 20 to 27: 0.09 [0.02, 0.16]. In points of the
    test the rate costs 0.32 [0.15, 0.49], and 0.32 [0.18, 0.49].
    """
    found = mistakes_left(h, "fine-tuned", "too-fast", 16)
    if found is None:
        return None
    return at_most(found[0], 0.5, found[1])


CLAIMS: list[Claim] = [
    Claim("below-counting", "Hidden words are guessed better than by how frequent they are",
          below_counting, needs=("frozen",), when=PLAIN, own_data=True, unit="nats"),
    Claim("knows-sides", "Without any label, praise and blame come apart",
          knows_sides, needs=("frozen",), when=PLAIN, own_data=True, unit="probability"),
    Claim("sixteen-labels", "With 16 labels, pretraining removes most of the mistakes",
          sixteen, needs=("fine-tuned", "scratch"), when=PLAIN, own_data=True,
          unit="of the mistakes"),
    Claim("frozen-is-enough", "With few labels, a frozen encoder is about as good",
          frozen_is_enough, needs=("fine-tuned", "frozen"), when=PLAIN, own_data=True,
          unit="of the test"),
    Claim("xor-teaches-nothing", "Where neighbours say nothing, pretraining is worth nothing",
          xor_teaches_nothing, needs=tuple(VARIANTS), when=MADE_UP | XOR, own_data=True,
          unit="of the test"),
    Claim("all-words-look-easy", "A loss over all words is low because most are only copied",
          all_words_look_easy, needs=tuple(SCORED), when=PLAIN, own_data=True, unit="1"),
    Claim("once-is-learned-by-heart", "Words hidden once are learned by heart, holes and all",
          once_is_learned_by_heart, needs=tuple(MASKS), when=PLAIN | {"texts": 200},
          own_data=True, unit="nats"),
    Claim("too-fast-forgets", "A rate that is too high destroys what pretraining learned",
          too_fast_forgets, needs=tuple(RATES), when=PLAIN, own_data=True,
          unit="of the mistakes"),
]  # fmt: skip
