"""The lesson in five steps: from one vector for a word to uses in sentences of your own."""

from lessons.kit import OneOf, TourStep, asked, judged

RACE = ("hidden", "copied")

TOUR = (
    TourStep(
        "One word, two senses",
        "Press p and say what you expect. Then space. Each point is bank in another sentence; the "
        "colour is its sense, which the network is never told. At first all points lie in one "
        "place. The comma and the full stop go back and forward in time.",
        "Nobody tells it the senses. Why do the points part?",
        variants=RACE,
        panel="Uses of one word",
        paused=True,
        done=judged("uses-part"),
        answer=OneOf(
            {
                "To guess hidden words it must know the topic": (
                    "The topic of a sentence says which words may be hidden in it. Each "
                    "use of bank takes that topic in."
                ),
                "The senses are in its training labels": (
                    "It has no labels: it is asked for hidden words only."
                ),
                "Points drift apart by chance": "Then the two colours would not part, but mix.",
            },
            right=1,
            hint="What helps to guess a hidden word of the sentence?",
        ),
    ),
    TourStep(
        "Who else can tell?",
        "Still the same run. One vector a word is no better than a coin. Look at the mean of the "
        "neighbours: it is made of one vector a word too.",
        "What is it, then, that Word2Vec cannot do?",
        variants=RACE,
        panel="Who can tell the senses",
        starts=True,
        done=judged("one-vector-is-a-coin", "neighbours-suffice"),
        answer=OneOf(
            {
                "Say anything about senses": (
                    "The mean of the neighbours' vectors tells them apart, and it is made "
                    "of such vectors."
                ),
                "Give one word two vectors": (
                    "One vector a word is the same in each use. What stands around the "
                    "word can still tell the sense."
                ),
                "Learn from a text": "It does learn from a text: from who stands beside whom.",
            },
            right=2,
            hint="Look at the row of the neighbours.",
        ),
    ),
    TourStep(
        "The lower loss",
        "The network copied may see the word that it is asked for. Press v to look at its points, "
        "and compare the losses.",
        "Why does copied, with the lower loss, need no neighbours?",
        variants=RACE,
        panel="Uses of one word",
        starts=True,
        done=judged("copying-parts-nothing", "lower-loss-without-hiding"),
        answer=OneOf(
            {
                "The answer stands in the input": (
                    "It may see the word that it is asked for. To repeat it, no other "
                    "word is needed, so its vectors say little about context."
                ),
                "It is the better network": ("Its points stay together: it has learned to repeat."),
                "Its words are easier": "Both are asked for the same words.",
            },
            right=1,
            hint="What is the one difference between the two?",
            shows="loss",
        ),
    ),
    TourStep(
        "Only what came before",
        "Two encoders: one looks both ways, the other only to the left, as a model that continues "
        "a text must. Look at its points.",
        "Some uses stay where they began. Where does the word stand in them?",
        preset="one-way",
        panel="Uses of one word",
        starts=True,
        done=judged("one-way-is-behind"),
        answer=OneOf(
            {
                "At the start of the sentence": (
                    "It reads only what came before. Where nothing came before, nothing "
                    "can tell the sense."
                ),
                "At the end": "There it has read the whole sentence.",
                "In the middle": "There it has read at least half of the sentence.",
            },
            right=1,
            hint="What has it read when it comes to the word?",
        ),
    ),
    TourStep(
        "Ask with two sentences",
        "Type :ask the bank lends a coin | a boat floats near the bank. The answer says how alike "
        "the two are, which sense each has, and the nearest uses. Then leave one content word out "
        "after the other.",
        "The answer says that two uses of different senses have a cosine of 0.4. Is that high?",
        variants=("hidden",),
        panel="Attention in one sentence",
        starts=True,
        done=asked,
        answer=OneOf(
            {
                "Yes, they are alike": (
                    "A cosine alone says little. Uses of one sense have 0.9 here."
                ),
                "Nobody can say from that number alone": (
                    "Compare it with the cosine of two uses of one sense. Beside 0.9 it is low."
                ),
                "No, 0.4 is always low": "In another network all cosines may lie below 0.4.",
            },
            right=2,
            hint="With what would you compare it?",
        ),
    ),
)
