"""The lesson in five steps: from one row of the matrix to a mistake that nobody sees."""

from lessons.kit import OneOf, TourStep, asked, judged

VARIANTS = ("attention", "bag", "mlp")

TOUR = (
    TourStep(
        "Watch it look",
        "Eight pairs are read, and one key is asked for. Press p and say what you expect. In the "
        "matrix each row is a question, each column a pair; bright is where it looks. Press space.",
        "Why can bag not find the value, though it reads the same pairs?",
        variants=VARIANTS,
        panel="Who looks where",
        paused=True,
        done=judged("recalls", "looks-right", "bag-guesses"),
        answer=OneOf(
            {
                "A mean loses which value belongs to which key": (
                    "After the mean it is known which keys and values there are, but no "
                    "longer which of them stood together."
                ),
                "It has too few weights": "It has slightly more than attention.",
                "It needs more steps": (
                    "Its accuracy stays at that of naming the most frequent value."
                ),
            },
            right=1,
            hint="What is left when eight pairs are averaged?",
            shows="accuracy",
        ),
    ),
    TourStep(
        "Ask it",
        "Type :ask a=3, c=7, k=1, c and read where it looked. Then ask for a key that no pair has, "
        "and give one key two values.",
        "What does it do with a key that no pair has?",
        variants=VARIANTS,
        panel="Who looks where",
        starts=True,
        done=asked,
        answer=OneOf(
            {
                "It says that there is none": (
                    "It has no such answer: the classes are the 16 values only."
                ),
                "It gives one of the values anyway": (
                    "The weights always sum to 1, so some pairs are read. Nothing in its "
                    "training asked it to say that there is none."
                ),
            },
            right=2,
            hint="What do the weights of a row sum to?",
        ),
    ),
    TourStep(
        "Why √d",
        "No network here, only random queries and keys at five widths: scores as they are, and "
        "over √d. Look at Entropy of weights by d too. Then :set scaled off, and go on.",
        "At d = 1024, at how many of the 16 keys does a row of raw scores look?",
        variants=VARIANTS,
        panel="Deviation of scores by d",
        starts=True,
        done=judged("raw-grows", "scaled-stays"),
        answer=OneOf(
            {
                "About one": (
                    "The scores deviate by 32. The softmax of such scores is nearly 1 for "
                    "the largest, by chance, and its slope is near 0."
                ),
                "About half": "That is what smaller widths do. Look at the entropy at 1024.",
                "All alike": (
                    "For that all scores would have to be nearly equal. The wider the "
                    "vectors, the further apart they are."
                ),
            },
            right=1,
            hint="An entropy near 0 means one key, ln 16 = 2.77 means all alike.",
        ),
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
        answer=OneOf(
            {
                "It has too few heads": "More heads would still read a set without an order.",
                "The same symbol asks the same question anywhere": (
                    "An a at place 2 and an a at place 7 have the same query and the same "
                    "keys before them. So both get the same answer."
                ),
                "Ten symbols are too many": (
                    "With places the same network is right for all of them."
                ),
            },
            right=2,
            hint="What differs between an a at place 2 and one at place 7?",
            shows="accuracy",
        ),
    ),
    TourStep(
        "A quiet mistake",
        "Four heads, done right and in three wrong ways that run without an error. Press p first. "
        "Then compare the accuracy with the weight on the right token.",
        "One mistake is right as often as it should be. How could you find it?",
        preset="mistakes",
        panel="Weight on the right token",
        starts=True,
        done=judged("viewed-needs-order"),
        answer=OneOf(
            {
                "Train longer and compare the accuracy": (
                    "The accuracy is already as it should be, and stays there."
                ),
                "Change the order of the pairs and compare the scores": (
                    "Attention reads a set: the scores should not move. With viewed they "
                    "do. Looking at the weights shows it too."
                ),
                "Wait for an error": "The shapes are right, so none comes.",
            },
            right=2,
            hint="What should never change the answer?",
            shows="accuracy",
        ),
    ),
)
