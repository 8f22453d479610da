"""The lesson in five steps: from bits that cost nothing to a student that never saw a 3."""

from lessons.kit import OneOf, TourStep, asked, judged, turned
from lessons.lesson19_compression.page.presets import RACE

TOUR = (
    TourStep(
        "32 bits, or 2",
        "Press p and say what you expect. Then space. The first panel has the accuracy with 2 to "
        "8 bits, and the second the accuracy with the bits that are set. v shows another network.",
        "At 8 bits one scale and a scale for each row are equal. Why not at 2?",
        variants=RACE,
        panel="Right by bits",
        paused=True,
        done=judged("two-bits-need-rows"),
        answer=OneOf(
            {
                "At 8 bits both steps are small enough": (
                    "A step of 1/127 of the largest weight is small for every row. With 2 bits "
                    "the step is the largest weight itself, and it fits only its own row."
                ),
                "With 2 bits there are more rows": "The matrix is the same.",
                "The scales are rounded too": "They stay float32 numbers in both cases.",
            },
            right=1,
            hint="How wide is a step, beside the largest weight?",
        ),
    ),
    TourStep(
        "Turn the bits",
        "Start it again, and while it trains turn bits from 2 to 8 and back, in the list of "
        "knobs. The accuracy of the compressed networks moves at once.",
        "Which network needs some time after you turned the bits back to 2?",
        variants=RACE,
        panel="Right, compressed",
        starts=True,
        done=turned("bits"),
        answer=OneOf(
            {
                "aware": (
                    "It trains with the bits that are set, so it has to learn for 2 bits again. "
                    "The others train in float32, and are only rounded when they are tested."
                ),
                "tensor": "It trains in float32: what the bits do to it, they do at once.",
                "twin": "It trains in float32, and it is bad at 2 bits at all times.",
            },
            right=1,
            hint="Which of them has the rounded weights in its loss?",
        ),
    ),
    TourStep(
        "One function, two networks",
        "Look at the largest weight of each row, of the network and of its twin. Both compute the "
        "same function.",
        "What decides whether a network can be rounded with one scale?",
        variants=RACE,
        panel="Largest weight of each row",
        starts=True,
        done=judged("twin-breaks-at-six-bits"),
        answer=OneOf(
            {
                "The function that it computes": "The twin computes the same one, and breaks.",
                "How its weights are written down": (
                    "A unit may count a hundred times more, if what reads it divides by a "
                    "hundred. The function stays, and the grid does not fit any more."
                ),
                "How well it was trained": "It is the same training.",
            },
            right=2,
            hint="What differs between the twin and the network?",
        ),
    ),
    TourStep(
        "19 of 20 weights gone",
        "Half of the steps train the network. Then 95 % of its weights become 0, the smallest or "
        "some by chance, at once or in ten rounds, and the rest trains on. Type :ask time.",
        "A network with 95 % zeros has a smaller file. Is it faster?",
        preset="pruning",
        panel="Files, as written",
        starts=True,
        done=judged("the-rest-repairs"),
        answer=OneOf(
            {
                "Ten times": "Look at the times: a product with zeros takes as long as any other.",
                "Not at all": (
                    "The matrix has the same shape, and zeros are multiplied like any number. "
                    "Sparse products skip them, and at this size looking for them costs more."
                ),
                "Twice": "Look at the times.",
            },
            right=2,
            hint="Compare float32 and `with zeros`.",
        ),
    ),
    TourStep(
        "Never saw a 3",
        "A student of 16 units sees all digits but the threes. One learns from labels, two from a "
        "teacher that has seen them. Then type :ask 3.",
        "From what does the student know a 3?",
        preset="no-threes",
        panel="Examples of the hidden class found",
        starts=True,
        done=asked,
        answer=OneOf(
            {
                "From threes among the examples": "There is none: labels alone find none.",
                "From what the teacher says of other digits": (
                    "It says of many of them that they are a little like a 3, and T = 4 makes "
                    "that loud enough to be heard."
                ),
                "From the test": "Nothing is learned from the test.",
            },
            right=2,
            hint="What do the soft targets say that a label does not?",
        ),
    ),
)
