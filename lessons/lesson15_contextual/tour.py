"""The lesson in five steps: from one vector for a word to uses in sentences of your own."""

from lessons.kit import TourStep, asked, judged

RACE = ("hidden", "copied")

TOUR = (
    TourStep(
        "One word, two senses",
        "Press p and say what you expect. Then space. Each point is bank in another sentence; the "
        "colour is its sense, which the network is never told. At first all points lie in one "
        "place. The comma and the full stop go back and forward in time.",
        "When do the points part: at once, or late?",
        variants=RACE,
        panel="Uses of one word",
        paused=True,
        done=judged("uses-part"),
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
    ),
    TourStep(
        "The lower loss",
        "The network copied may see the word that it is asked for. Press v to look at its points, "
        "and compare the losses.",
        "Why does the network with the lower loss need no neighbours?",
        variants=RACE,
        panel="Uses of one word",
        starts=True,
        done=judged("copying-parts-nothing", "lower-loss-without-hiding"),
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
    ),
    TourStep(
        "Ask with two sentences",
        "Type :ask the bank lends a coin | a boat floats near the bank. The answer says how alike "
        "the two are, which sense each has, and the nearest uses. Then leave one content word out "
        "after the other.",
        "How little is enough to tell the sense?",
        variants=("hidden",),
        panel="Attention in one sentence",
        starts=True,
        done=asked,
    ),
)
