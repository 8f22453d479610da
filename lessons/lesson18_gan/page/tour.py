"""The lesson in six steps: from one lucky or unlucky start to the cures, one at a time."""

from itertools import pairwise

from lessons.kit import History, OneOf, TourStep, asked, judged, turned
from lessons.shared.answers import at_the_end

VARIANTS = ("plain", "r1-decay")

CURES = {
    "betas": "Adam with a shorter memory", "r1": "R1", "r1-decay": "A falling rate",
}  # fmt: skip
"""Added one at a time, each to those before it."""


def best_cure(h: History) -> str | None:
    """The cure that adds most modes to what there was without it, all starts together."""
    modes = [at_the_end(h, name, "modes") for name in ("plain", *CURES)]
    if any(each is None for each in modes):
        return None
    gains = [after - before for before, after in pairwise(each or 0.0 for each in modes)]
    return [*CURES.values()][gains.index(max(gains))] if max(gains) > 0 else None


TOUR = (
    TourStep(
        "Samples run around the ring",
        "Eight small clouds on a ring are real. The map is what D says at each place; the points "
        "are what G makes. Press p and say what you expect. Then space, and watch. v shows "
        "the other network, the comma and the full stop go back and forward in time.",
        "What does G do when D has learned that its mode is suspicious?",
        variants=VARIANTS,
        panel="Samples over D",
        paused=True,
        done=judged("r1-decay-has-all"),
        answer=OneOf(
            {
                "It adds a second mode": (
                    "Nothing in its loss asks for variety. The samples move, they do not divide."
                ),
                "Its samples run to another mode": (
                    "D judges each sample alone. G follows to the place that D likes best "
                    "at the moment."
                ),
                "It stops learning": "Its gradient is large then: D pushes it away.",
            },
            right=2,
            hint="Where is the map bright, and where do the points go?",
        ),
    ),
    TourStep(
        "A lottery",
        "Eight GANs, all plain. Only the random start differs. Each row of the map is one of "
        "them, bright is many modes. Say first how many will have all eight at the end.",
        "A tutorial shows one run that works. What do you know about the method then?",
        preset="lottery",
        panel="Modes by start",
        starts=True,
        done=judged("plain-is-a-lottery"),
        answer=OneOf(
            {
                "That it works": (
                    "You know it of one start. Here most starts do not find all eight modes."
                ),
                "That it can work": (
                    "To know how often, train several starts and look at all of them."
                ),
                "That its seed is a good one for your data": (
                    "A seed says nothing about other data, or even another machine."
                ),
            },
            right=2,
            hint="How many of the eight starts have all modes?",
        ),
    ),
    TourStep(
        "The cures, one at a time",
        "Adam with a shorter memory, then R1, which makes D flat where the data are, then a rate "
        "that falls in the second half. Eight starts of each.",
        "Which of the three cures does most here?",
        preset="cures",
        panel="Modes by start",
        starts=True,
        done=judged("r1-brings-modes"),
        answer=OneOf(
            {
                "Adam with a shorter memory": "It helps, but the starts still differ very much.",
                "R1": (
                    "With R1 every start finds all eight modes. D is flat where the data "
                    "are, so G is not pushed away again."
                ),
                "A falling rate": (
                    "R1 has found the modes by then. It only makes the worst start a little better."
                ),
            },
            right=best_cure,
            hint="After which cure are all rows bright?",
        ),
    ),
    TourStep(
        "One at a time",
        "Press space after about 300 steps. Type :set trains only-d and press s a few times: D "
        "learns, G stays. Then :set trains only-g, and s: all samples run to where D is fooled. "
        "Then :set trains both.",
        "If G could train to the end against a fixed D, where would all samples go?",
        variants=("plain",),
        panel="Samples over D",
        paused=True,
        done=turned("trains"),
        answer=OneOf(
            {
                "To all eight modes alike": (
                    "D judges each sample by itself, so nothing keeps the samples apart."
                ),
                "To the one place that D likes best": (
                    "Each sample goes uphill on a map that stays as it is. One place is "
                    "enough for all."
                ),
                "Nowhere": "G's gradient is not 0 while D tells places apart.",
            },
            right=2,
            hint="With only-g, press s some times.",
        ),
    ),
    TourStep(
        "Ask D",
        "When it has trained, press a and type a point: 1.4 1.4, which is near a mode, then 0 0, "
        "then 9 9. D says how real it is, and where a sample there would be pushed.",
        "D never saw a point at 9 9. Why does it say anything at all there?",
        variants=("r1-decay",),
        panel="Samples over D",
        starts=True,
        done=asked,
        answer=OneOf(
            {
                "It has learned that far is fake": (
                    "No sample was ever there, so nothing was learned about it."
                ),
                "A network gives a number for every input": (
                    "Outside the data its surface goes on somehow. The number says "
                    "nothing about what is there."
                ),
            },
            right=2,
            hint="What does a formula do with an input that it has not met?",
        ),
    ),
    TourStep(
        "Digits, and a judge",
        "The same two networks on digits of 8 × 8 pixels. A small classifier has learned the real "
        "ones and judges. Look at the sheet of both networks with v. Then read in the judge's "
        "table how sure it is of real images, of generated ones, and of noise.",
        "Why can a GAN that makes one digit please the judge more than one that makes all?",
        preset="digits",
        panel="Generated",
        starts=True,
        done=judged("digits-have-classes"),
        answer=OneOf(
            {
                "The judge looks at each image alone": (
                    "How sure it is of single images says nothing about their variety. "
                    "One digit, made well, is enough."
                ),
                "One digit is harder to make": "It is easier: G needs to learn only one form.",
                "The judge prefers rare digits": (
                    "It says how sure it is, whichever digit it sees."
                ),
            },
            right=1,
            hint="Does the judge ever compare two images?",
        ),
    ),
)
