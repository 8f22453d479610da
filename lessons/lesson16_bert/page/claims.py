"""What this lesson claims of a run, judged from what was recorded.

Beside each bar stands what was measured, as median [least, most].
"""

from lessons.kit import Claim, History, Verdict
from lessons.kit.claims.helpers import at_least, at_most
from lessons.lesson16_bert.page.presets import MASKS, RATES, SCORED, VARIANTS, XOR
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

    Measured on seeds 0 to 7: 1.71 [1.53, 1.94]; on 20 to 27: 1.66 [1.56, 2.01]; on 40 to 47: 1.78
    [1.41, 1.94].
    """
    found = at_the_end(h, "frozen", "masked", ENOUGH)
    counted = at_the_end(h, "frozen", "unigram", ENOUGH)
    if found is None or counted is None:
        return None
    why = f"hidden words cost {found:.2f} nats, and guessed by frequency {counted:.2f}"
    return at_least(counted - found, 0.8, why)


def knows_sides(h: History) -> Verdict | None:
    """The probability of the right side for a word of which only the side can be known.

    Measured on seeds 0 to 7: 0.93 [0.92, 0.94]; on 20 to 27: 0.92 [0.84, 0.97]; on 40 to 47: 0.93
    [0.86, 0.97].
    """
    found = at_the_end(h, "frozen", "sided", ENOUGH)
    if found is None:
        return None
    why = f"without a label, a hidden word is on the right side with a probability of {found:.2f}"
    return at_least(found, 0.65, why)


def sixteen(h: History) -> Verdict | None:
    """What is left with 16 labels of the mistakes from scratch.

    Measured on seeds 0 to 7: 0.11 [0.06, 0.19]; on 20 to 27: 0.22 [0.09, 0.28]; on 40 to 47: 0.15
    [0.06, 0.26]. Which 16 texts have a label decides how good the network from scratch is, and so
    the lead in points of the test differs more.
    """
    found = mistakes_left(h, "fine-tuned", "scratch", 16)
    if found is None:
        return None
    return at_most(found[0], 0.6, found[1])


def frozen_is_enough(h: History) -> Verdict | None:
    """How far the frozen network is behind the fine-tuned one with 16 labels.

    Measured on seeds 0 to 7: 0.011 [−0.007, 0.017]; on 20 to 27: −0.006 [−0.022, 0.004]; on 40 to
    47: 0.003 [−0.015, 0.007].
    """
    found = ahead(h, "fine-tuned", "frozen", 16)
    if found is None:
        return None
    why = f"with 16 labels, fine-tuned is {found:.2f} ahead of the frozen network"
    return at_most(found, 0.08, why)


def xor_teaches_nothing(h: History) -> Verdict | None:
    """What pretraining is worth where neighbours say nothing, with 256 labels.

    Measured on seeds 0 to 7: −0.21 [−0.28, −0.04]; on 20 to 27: −0.19 [−0.22, −0.12].
    """
    found = ahead(h, "fine-tuned", "scratch", 256)
    if found is None:
        return None
    why = f"where neighbours say nothing, fine-tuned is {found:.2f} ahead of scratch"
    return at_most(found, 0.0, why)


def once_is_learned_by_heart(h: History) -> Verdict | None:
    """What hidden words of texts never read cost more where a text always lacks the same words.

    Measured on seeds 0 to 7: 1.78 [1.67, 1.91]; on 20 to 27: 1.83 [1.63, 1.93].
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
    1 if they cost as much; the bar is half-way. Measured on seeds 0 to 7: 0.41 [0.39, 0.45]; on 20
    to 27: 0.40 [0.38, 0.47].
    """
    over_all = at_the_end(h, "over-all", "pretraining", ENOUGH)
    hidden = at_the_end(h, "over-all", "masked", ENOUGH)
    if over_all is None or hidden is None:
        return None
    why = f"over all words the loss is {over_all:.2f} nats, and hidden words cost {hidden:.2f}"
    return at_most(over_all / hidden, 0.7, why)


def too_fast_forgets(h: History) -> Verdict | None:
    """The mistakes at the usual rate as a share of those at a rate that is too high.

    Measured on seeds 0 to 7: 0.06 [0.04, 0.13]; on 20 to 27: 0.10 [0.04, 0.26]; on 40 to 47: 0.06
    [0.03, 0.15].
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
