"""The lesson in five steps: from one row of the matrix to what a set cannot know."""

from lessons.kit import TourStep, asked, judged, reached

VARIANTS = ("attention", "bag", "mlp")

TOUR = (
    TourStep(
        "Watch it look",
        "Eight pairs are read, and one key is asked for. Press p and say what you expect. In the "
        "matrix each row is a question, each column a pair; bright is where it looks. Press space.",
        "At which step does each row have one bright cell, and what does the accuracy do there?",
        variants=VARIANTS,
        panel="Who looks where",
        paused=True,
        done=judged("recalls"),
    ),
    TourStep(
        "Ask it",
        "Type :ask a=3, c=7, k=1, c? The answer has the value, and the largest weights of its row. "
        "Leave out the pair that you ask for, then give one key two values.",
        "What does it do with a key that no pair has? Could it know?",
        variants=VARIANTS,
        panel="Who looks where",
        starts=True,
        done=asked,
    ),
    TourStep(
        "Why √d",
        "No network, only random queries and keys, at nine widths. One curve is of scores as they "
        "are, one of scores over √d. Look at Entropy of weights by d too.",
        "At d = 1024, how many of 16 keys does a row of raw scores look at?",
        variants=VARIANTS,
        panel="Deviation of scores by d",
        starts=True,
        done=judged("recalls"),
    ),
    TourStep(
        "Backwards",
        "Ten symbols are to be said in reverse, once with a vector for each place, once without. "
        "Press v to see the other matrix.",
        "Without places it looks at all alike. Why can it do no better, however long it trains?",
        preset="reverse",
        panel="Who looks where",
        starts=True,
        done=reached(400),
    ),
)
