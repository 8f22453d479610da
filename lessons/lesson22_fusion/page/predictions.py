"""What the learner is asked to predict, and how the run answers."""

from lessons.kit import History, Prediction
from lessons.lesson22_fusion.page.claims import LOST, SAME, XOR
from lessons.lesson22_fusion.page.verdicts import last
from lessons.shared.recorded import median_lead

WHICH = ("early alone", "early and joint", "early, joint and late", "all five")
ABOVE = 0.6
"""Clearly more than a coin."""
LEVEL = 0.02
"""Nearer than this are two shares of a test of 2,000."""
APART = ("as often, or more", "clearly less often")
HOW = ("better", "about as good", "worse")


def who_finds_it(h: History) -> str | None:
    """The kinds of fusion that are clearly better than a coin."""
    names = ("early", "late", "joint", "image", "caption")
    if (found := last(h, *names)) is None:
        return None
    knows = {name for name, right in zip(names, found, strict=True) if min(right) > ABOVE}
    by_count = {1: WHICH[0], 2: WHICH[1], 3: WHICH[2], 5: WHICH[3]}
    return by_count.get(len(knows)) if "early" in knows else None


def apart_or_together(h: History) -> str | None:
    """Whether the product of two networks is as often right as early."""
    if (found := last(h, "early", "late")) is None:
        return None
    return APART[median_lead(*found) > LEVEL]


def without_caption(h: History) -> str | None:
    """How early does without its caption, beside a network of images."""
    left, alone = last(h, "early", metric="no_caption"), last(h, "image")
    if left is None or alone is None:
        return None
    lead = median_lead(left[0], alone[0])
    return HOW[1] if abs(lead) < 0.01 else HOW[0 if lead > 0 else 2]


PREDICTIONS = [
    Prediction(
        "The label is the parity of the digit, turned round by 'not' or 'never'. Which networks "
        "are right for more than 60 % of the test?",
        WHICH,
        who_finds_it,
        "The image says nothing about the label, and the caption says nothing about it. So there "
        "are no opinions to add. Only a layer that sees both can learn what they say together.",
        needs=("early", "late", "joint", "image", "caption"),
        when=XOR,
        own_data=True,
        panel="Right with both",
        claims=("early-finds-it", "one-sense-knows-nothing", "late-knows-nothing",
                "joint-knows-nothing", "early-leads"),
    ),
    Prediction(
        "Image and caption both name the digit, with mistakes. Two networks are taught apart and "
        "their posteriors multiplied. Beside one network taught on both: how often is that right?",
        APART,
        apart_or_together,
        "Given the digit, the noise and the words have nothing to do with each other. Then the "
        "product over the prior is Bayes' rule, and there is nothing left to learn together.",
        needs=("early", "late"),
        when=SAME,
        own_data=True,
        panel="Right with both",
        claims=("taught-apart-is-as-good",),
    ),
    Prediction(
        "early learns with captions, and at the test they are lost. How is it then, beside a "
        "network that never had captions?",
        HOW,
        without_caption,
        "It learned to leave to the caption what is hard to see. Modality dropout makes it learn "
        "to see that too.",
        needs=("early", "image", "dropout"),
        when=LOST,
        own_data=True,
        panel="Right without the caption",
        claims=("caption-is-missed", "dropout-repairs-it"),
    ),
]  # fmt: skip
