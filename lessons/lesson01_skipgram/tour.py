"""The lesson in five steps: from king − man + woman to the ways of believing it when it is not."""

from lessons.kit import OneOf, TourStep, asked, judged, most

RACE = ("softmax", "negative", "shuffled", "narrow")

TOUR = (
    TourStep(
        "Known by its company",
        "Four networks learn vectors from who stands beside whom, in a language whose relations "
        "we planted. One of them reads its words in no order, and one has only four numbers for "
        "each. Press space, say what you expect, and see who answers the analogies.",
        "What does the shuffled text still have in common with the other one?",
        variants=RACE,
        panel="Analogies right",
        done=judged("analogies-hold", "order-is-all"),
        answer=OneOf(
            {
                "How often each word occurs": (
                    "Shuffling keeps every word, so the counts stay. Who stands beside "
                    "whom is lost, and the analogies with it."
                ),
                "Which words stand together": (
                    "That is what shuffling destroys: each word now has neighbours by chance."
                ),
                "Nothing at all": (
                    "The words are the same, each as often as before. Only their order is new."
                ),
            },
            right=1,
            hint="Shuffling moves words. Does it add or remove any?",
            shows="analogy",
        ),
    ),
    TourStep(
        "A loss has a floor",
        "Still the same run. The loss of softmax ends above 3, which sounds poor. But after a word "
        "many others may come, and no vectors change that. This panel shows what is left above "
        "that uncertainty. Compare softmax with narrow.",
        "narrow has four numbers for each word. Would ten times the steps bring it to the floor?",
        variants=RACE,
        panel="Above the floor",
        answer=OneOf(
            {
                "Yes, it only learns more slowly": (
                    "Its curve is flat long before the end. Look at the last half of the run."
                ),
                "No, it would need more numbers": (
                    "Four numbers a word cannot hold what this text says. With 24 the "
                    "same network comes down."
                ),
                "No, it would need more text": (
                    "softmax reads the same text and comes to the floor."
                ),
            },
            right=2,
            hint="What differs between narrow and the others?",
            shows="gap",
        ),
    ),
    TourStep(
        "Ask it",
        "Type :ask king - man + woman. The answer is among the notes. Then :ask queen, and "
        ":ask king - man + girl. The table, which f shows whole, has such questions with the "
        "nearest of all words, and with the nearest when the question's own are left out.",
        "Programs usually show only one of the two columns. Which one?",
        variants=RACE,
        panel="Analogies",
        starts=True,
        done=asked,
        answer=OneOf(
            {
                "The nearest of all words": (
                    "This is the stricter one: the question's own words may win. Few "
                    "programs show it."
                ),
                "The nearest without the question's words": (
                    "king and woman are left out before the search. So an answer can look "
                    "right where little was learned."
                ),
            },
            right=2,
            hint=("king − man + woman is often nearest to a word of the question itself."),
        ),
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
        answer=OneOf(
            {
                "That the words' meanings were learned": (
                    "Another start gives other neighbours that look as sensible. So they "
                    "say little about the words."
                ),
                "That the loss is too high": (
                    "The loss is at its floor, and the neighbours still differ from start to start."
                ),
                "Little, until a second start agrees": (
                    "Two starts share only about a third of a word's neighbours here. "
                    "What changes with the start is not in the text."
                ),
            },
            right=3,
            hint="Compare what two starts have in common.",
            shows="agreement",
        ),
    ),
    TourStep(
        "How much room a relation needs",
        "The planted language again, with 4 to 24 numbers for each word. See which widths answer "
        "the analogies, and how far above the floor each one stays.",
        "Which of these widths answers most of the analogies at the end?",
        preset="width",
        panel="Analogies right",
        starts=True,
        done=judged("width-decides"),
        answer=OneOf(
            {
                "dim-4": "Four numbers leave too little room: most analogies fail.",
                "dim-8": "Eight numbers are better, but not enough for all of them.",
                "dim-24": (
                    "More numbers hold more relations. From 16 on there is little left to gain."
                ),
            },
            right=most("analogy"),
            hint="Read the ends of the curves.",
            shows="analogy",
        ),
    ),
)
