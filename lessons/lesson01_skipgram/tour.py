"""The lesson in five steps: from king − man + woman to the ways of believing it when it is not."""

from lessons.kit import TourStep, asked, judged

RACE = ("softmax", "negative", "shuffled", "narrow")

TOUR = (
    TourStep(
        "Known by its company",
        "Four networks learn vectors from who stands beside whom, in a language whose relations "
        "we planted. One of them reads its words in no order, and one has only four numbers for "
        "each. Press space, say what you expect, and see who answers the analogies.",
        "What has the shuffled text in common with the other one, and what not?",
        variants=RACE,
        panel="Analogies right",
        done=judged("analogies-hold", "order-is-all"),
    ),
    TourStep(
        "A loss has a floor",
        "Still the same run. The loss of softmax ends above 3, which sounds poor. But after a word "
        "many others may come, and no vectors change that. This panel shows what is left above "
        "that uncertainty. Compare softmax with narrow.",
        "Train narrow ten times as long: will it come down? What would it need?",
        variants=RACE,
        panel="Above the floor",
    ),
    TourStep(
        "Ask it",
        "Type :ask king - man + woman. The answer is among the notes. Then :ask queen, and "
        ":ask king - man + girl. The table, which f shows whole, has such questions with the "
        "nearest of all words, and with the nearest when the question's own are left out.",
        "Which of the two columns would you rather be shown, and which is usually shown?",
        variants=RACE,
        panel="Analogies",
        starts=True,
        done=asked,
    ),
    TourStep(
        "Five sentences",
        "As little text as in many a tutorial, and twelve random starts side by side. The loss "
        "comes down to its floor. Look at how many of a word's nearest two starts have in common.",
        "You train once, and the neighbours look sensible. What do you know?",
        preset="tiny",
        panel="Neighbours that two starts share",
        starts=True,
        done=judged("tiny-text-is-noise"),
    ),
    TourStep(
        "How much room a relation needs",
        "The planted language again, with 4 to 24 numbers for each word. See which widths answer "
        "the analogies, and how far above the floor each one stays.",
        "Could you have told from the loss alone which width is enough?",
        preset="width",
        panel="Analogies right",
        starts=True,
        done=judged("width-decides"),
    ),
)
