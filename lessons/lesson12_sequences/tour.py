"""The lesson in five steps: from a bit that is not there yet to one that is long gone."""

from lessons.kit import TourStep, asked, judged

VARIANTS = ("rnn", "lstm", "birnn", "late")

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
    ),
    TourStep(
        "What moves the answer",
        "Still the same run. One bit is flipped, so many steps from the one that is asked, and "
        "the curve is how far the answer moves. Right of 0 is the future.",
        "For rnn and lstm the curve is exactly 0 there. Can more weights or steps change that?",
        variants=VARIANTS,
        panel="What moves the answer",
        starts=True,
        done=judged("blind-to-the-next"),
    ),
    TourStep(
        "Ask it",
        "Type :ask 0110100. The answer has a tag for each bit, with its probability. Press v, "
        "and ask the others.",
        "The last bit has no next one. What do birnn and late say of it, and how sure are they?",
        variants=VARIANTS,
        panel="Accuracy",
        starts=True,
        done=asked,
    ),
    TourStep(
        "Too good to be true",
        "Now each tag is the next bit itself. It is the same as this bit three times in four, so "
        "nobody can predict more than 0.75 of them.",
        "Two networks are at 1. What would you get if you let them write a text?",
        preset="leak",
        panel="Accuracy",
        starts=True,
        done=judged("a-leak-beats-the-best"),
    ),
    TourStep(
        "Which cell is the best?",
        "Three cells with as many weights as each other. The tag is the bit of ten steps ago. "
        "When this run is over, try :preset parity and :preset adding.",
        "The order is not the usual one. What do gates cost, and what do they give?",
        preset="delay",
        panel="Accuracy",
        starts=True,
        done=judged("the-plain-rnn-shifts-best"),
    ),
)
