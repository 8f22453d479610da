"""The lesson in five steps: from one row of the matrix to a mistake that nobody sees."""

from lessons.kit import TourStep, asked, judged

VARIANTS = ("attention", "bag", "mlp")

TOUR = (
    TourStep(
        "Watch it look",
        "Eight pairs are read, and one key is asked for. Press p and say what you expect. In the "
        "matrix each row is a question, each column a pair; bright is where it looks. Press space.",
        "At which step has each row one bright cell, and what does the accuracy do there?",
        variants=VARIANTS,
        panel="Who looks where",
        paused=True,
        done=judged("recalls", "looks-right", "bag-guesses"),
    ),
    TourStep(
        "Ask it",
        "Type :ask a=3, c=7, k=1, c and read where it looked. Then ask for a key that no pair has, "
        "and give one key two values.",
        "What does it do with a key that no pair has? Could it know that there is none?",
        variants=VARIANTS,
        panel="Who looks where",
        starts=True,
        done=asked,
    ),
    TourStep(
        "Why √d",
        "No network here, only random queries and keys at five widths: scores as they are, and "
        "over √d. Look at Entropy of weights by d too. Then :set scaled off, and go on.",
        "At d = 1024, at how many of 16 keys does a row of raw scores look?",
        variants=VARIANTS,
        panel="Deviation of scores by d",
        starts=True,
        done=judged("raw-grows", "scaled-stays"),
    ),
    TourStep(
        "Backwards",
        "Ten symbols are to be said in reverse, once with a vector for each place, once without. "
        "Press v to see the other matrix.",
        "Without places it looks at all alike. Why can it do no better, however long it trains?",
        preset="reverse",
        panel="Who looks where",
        starts=True,
        done=judged("reverses", "a-set-cannot"),
    ),
    TourStep(
        "A quiet mistake",
        "Four heads, done right and in three wrong ways that run without an error. Press p first. "
        "Then compare the accuracy with the weight on the right token.",
        "One of the three is right as often as it should be. How could you find out?",
        preset="mistakes",
        panel="Weight on the right token",
        starts=True,
        done=judged("viewed-needs-order"),
    ),
)
