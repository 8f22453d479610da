"""The lesson in five steps: from a bit that is not there yet to one that is long gone."""

from lessons.kit import OneOf, TourStep, asked, judged
from lessons.shared.answers import reach

VARIANTS = ("rnn", "lstm", "birnn", "late")

LEARNED = {
    "rnn and lstm": ("rnn", "lstm"), "birnn and late": ("birnn", "late"),
    "lstm and birnn": ("lstm", "birnn"),
}  # fmt: skip


TOUR = (
    TourStep(
        "A tag that needs the next bit",
        "Each tag says whether a bit and the next one differ. Press p and say what you expect. "
        "Then press space, and watch the map: p(1) for each pair of this bit and the next. "
        "Press v for the next network.",
        "In which networks do the cells of a row become different?",
        variants=VARIANTS,
        panel="P(tag 1) by this bit and the next",
        paused=True,
        done=judged("weights-buy-no-future", "both-ways-learns"),
        answer=OneOf(
            {
                "rnn and lstm": (
                    "They have not seen the next bit when they answer. Both cells of a "
                    "row must be equal."
                ),
                "birnn and late": (
                    "These have read the next bit when they answer: birnn from the end, "
                    "late by waiting one step."
                ),
                "lstm and birnn": (
                    "The lstm has many more weights, but it has not seen the next bit either."
                ),
            },
            right=reach("accuracy", 0.9, LEARNED),
            hint="v shows the map of the next network.",
            shows="accuracy",
        ),
    ),
    TourStep(
        "What moves the answer",
        "Still the same run. One bit is flipped, so many steps from the one that is asked, and "
        "the curve is how far the answer moves. Right of 0 is the future.",
        "For rnn and lstm the curve is exactly 0 to the right. Can more weights or steps "
        "change that?",
        variants=VARIANTS,
        panel="What moves the answer",
        starts=True,
        done=judged("blind-to-the-next"),
        answer=OneOf(
            {
                "Yes, with enough weights": (
                    "The lstm has fifty times the weights of rnn, and the same 0."
                ),
                "Yes, with enough steps": (
                    "Training changes weights. It does not change what was read before the answer."
                ),
                "No": (
                    "Its answer is computed before the next bit is read. No weight can bring it in."
                ),
            },
            right=3,
            hint="What has the network read when it answers?",
        ),
    ),
    TourStep(
        "Ask it",
        "Type :ask 0110100. The answer has a tag for each bit, with its probability. Press v, "
        "and ask the others.",
        "The last bit has no next one. What can birnn and late know about its tag?",
        variants=VARIANTS,
        panel="Accuracy",
        starts=True,
        done=asked,
        answer=OneOf(
            {
                "As much as of any other": (
                    "For the others they have read the next bit. Here there is none to read."
                ),
                "Nothing": (
                    "No bit follows, so they can only guess. A probability near 0.5 is "
                    "honest, and one far from it is not."
                ),
            },
            right=2,
            hint="What made them right at the other steps?",
        ),
    ),
    TourStep(
        "Too good to be true",
        "Now each tag is the next bit itself. It is the same as this bit three times in four, so "
        "nobody can predict more than 0.75 of them.",
        "Two networks score far above 0.75, the best that is possible. What would they be "
        "worth for writing text?",
        preset="leak",
        panel="Accuracy",
        starts=True,
        done=judged("a-leak-beats-the-best"),
        answer=OneOf(
            {
                "They would write best": (
                    "While a text is written the next letter is not there to be read. "
                    "Look at their last step: only 0.75."
                ),
                "Nothing more than rnn": (
                    "They read the bit that they are to predict. Where it is missing, at "
                    "the last step, they are no better."
                ),
                "They would write without mistakes": (
                    "A score above the best possible is a sign of a leak, and not of skill."
                ),
            },
            right=2,
            hint="What is different at the last step?",
            shows="accuracy",
        ),
    ),
    TourStep(
        "Which cell is the best?",
        "Three cells with as many weights as each other. The tag is the bit of ten steps ago. "
        "When this run is over, try :preset parity and :preset adding.",
        "Why is the plain RNN ahead in this task?",
        preset="delay",
        panel="Accuracy",
        starts=True,
        done=judged("the-plain-rnn-shifts-best"),
        answer=OneOf(
            {
                "It has more weights": (
                    "All three have as many weights as each other, within a few per cent."
                ),
                "Handing bits on needs no gates": (
                    "It hands each bit on from unit to unit. Without gates it has about "
                    "twice the units for that, and no gate must first learn to open."
                ),
                "It is always the best cell": (
                    "Try parity and adding: there it is behind the cells with gates."
                ),
            },
            right=2,
            hint="With equal weights, which cell has the most units?",
            shows="accuracy",
        ),
    ),
)
