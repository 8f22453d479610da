"""The lesson in six steps: a map, its control, its signs, two known truths, and your own input."""

from lessons.kit import OneOf, TourStep, asked, judged, turned
from lessons.shared.answers import largest

BOTH = ("true-labels", "wrong-labels")

ALIKE = {"gradient": "gradient_random", "guided": "guided_random", "IG": "ig_random"}
"""How alike each map is to that of random weights."""


TOUR = (
    TourStep(
        "A pretty map",
        "Press p and predict, then space. A column for each method: the gradient, guided backprop, "
        "input times gradient, integrated gradients (IG). The first row is your network. The "
        "second is one from another start, the third has random weights. Below the maps stands "
        "how alike they are to those of the first row.",
        "Which column shows the digit also where nothing was learned?",
        variants=BOTH,
        panel="Maps: this, other, random weights",
        done=judged("ig-draws-the-digit", "the-gradient-changes"),
        answer=OneOf(
            {
                "gradient": "Its map with random weights has nothing in common with the other.",
                "guided": "In this network it changes too. In one of convolutions it half stays.",
                "IG": "It multiplies by the pixel. So it is the digit, for every network.",
            },
            right=largest(ALIKE, of="true-labels"),
            hint="Read the numbers below the last row.",
        ),
    ),
    TourStep(
        "Its signs",
        "Open the knobs (2), go to signed and turn it on (or type :set signed on): grey is 0, "
        "white speaks for the class, black against it. Go through the examples with example. Then "
        "compare the panels as drawn and with signs.",
        "What in a map of IG has the network learned?",
        variants=BOTH,
        panel="With signs: like random weights",
        done=turned("signed"),
        answer=OneOf(
            {
                "How bright each place is": "That is nearly the brightness of the pixel.",
                "Which places are for it, which against it": (
                    "Two networks that learned digits agree about the signs, and with random "
                    "weights they are others. Most plots show sizes, and leave the signs out."
                ),
                "Nothing": "Then two trained networks would not agree about the signs either.",
            },
            right=2,
            hint="Which of the two panels tells the networks apart?",
        ),
    ),
    TourStep(
        "Take it away",
        "Pixels are set to black, those with the largest value in the map first. The faster the "
        "probability falls, the better the map. Find the curve of the brightest pixels first: no "
        "network was asked for it. Turn baseline to 1 as well, and look at the maps of IG.",
        "A method deletes far better than a random order. What does this prove?",
        variants=BOTH,
        panel="Probability, parts deleted",
        done=judged("brightness-does-most-of-it", "signs-delete-better"),
        answer=OneOf(
            {
                "That it explains the network": (
                    "The brightest pixels do most of it, and they know nothing of the network."
                ),
                "Little: compare it with brightest first": (
                    "A fair opponent needs no network and no method. Only what is beyond it counts."
                ),
            },
            right=2,
            hint="Which curve needs no network at all?",
        ),
    ),
    TourStep(
        "Where the truth is known",
        "A network learned a function of eight numbers, of which three do nothing. Each row of the "
        "map is a method; truth has the exact Shapley values of the function. Turn width, and "
        "watch the row of LIME.",
        "LIME is as far from the truth as input times gradient. When?",
        preset="function",
        panel="One point, explained",
        starts=True,
        done=judged("narrow-lime-is-the-gradient", "nearer-the-truth"),
        answer=OneOf(
            {
                "With a narrow kernel": "Its plane is the tangent, and its slopes the gradient.",
                "With a wide kernel": "Then it is a mean slope of a large region.",
                "Never": "See the left end of its curve.",
            },
            right=1,
            hint="Look at the left end of the curve of LIME.",
        ),
    ),
    TourStep(
        "Four copies",
        "One cause is stronger than the other. It stands in one column, in two, four, or eight. "
        "Each column is shuffled alone, and the bars show what the best copy costs.",
        "A column has no importance when it is shuffled. Is it of no use?",
        preset="copies",
        panel="Best copy, shuffled alone",
        starts=True,
        done=judged("copies-look-weak", "together-it-leads"),
        answer=OneOf(
            {
                "Yes": "Each of the eight copies has nearly none, and together they lead.",
                "Not if another column says the same": (
                    "The others still say it. Shuffle what belongs together at once."
                ),
            },
            right=2,
            hint="What happens if all copies are shuffled together?",
        ),
    ),
    TourStep(
        "Ask it",
        "Type :ask 7, or :ask test 12, or the path of a picture. With a run of your own, "
        "dl-lab run lesson20 --preset own-run --set run=NAME, it takes your texts and rows too.",
        "Before you show somebody a map, what do you show beside it?",
        variants=("true-labels",),
        panel="The checks",
        starts=True,
        done=asked,
        answer=OneOf(
            {
                "A second map of the same network": "It has the same fault.",
                "The map with random weights": (
                    "If it looks the same, the map is about the input and not about the network."
                ),
                "The accuracy": "It says nothing about the map.",
            },
            right=2,
            hint="What did the third row show?",
        ),
    ),
)
