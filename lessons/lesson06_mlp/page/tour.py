"""The lesson in five steps: from a line that fails to a table on which the network loses."""

from lessons.kit import OneOf, TourStep, asked, judged

RACE = ("tanh-20-20", "relu-8", "deep-linear", "linear")

TOUR = (
    TourStep(
        "The plane is bent",
        "Four networks learn to tell two spirals apart. Press p and say what you expect. Then "
        "space, and watch the surface: first a line, then arms, then the spiral. With v you see "
        "the next network, with the comma and the full stop you go back and forward in time.",
        "deep-linear has as many weights as tanh-20-20. Why does it draw only a line?",
        variants=RACE,
        panel="Decision surface",
        paused=True,
        done=judged("bent-parts-them", "line-fails"),
        answer=OneOf(
            {
                "Layers without an activation make one layer": (
                    "Their matrices multiply to one matrix. Whatever they learn, the "
                    "border stays a straight line."
                ),
                "It needs more steps": (
                    "Its loss does not move any more. More steps would bend nothing."
                ),
                "It has too few units": "It has as many as the network that solves the task.",
            },
            right=1,
            hint="What do two matrices give when you multiply them?",
            shows="accuracy",
        ),
    ),
    TourStep(
        "What each layer has made of it",
        "Still the same run. Hidden units: those of layer 1 are folds along a line, those of "
        "layer 2 are made of folds. In this panel are the points as the last layer is given "
        "them. Its decision is the upright line at 0: go back to step 1 and look who is where.",
        "The last layer is only a line. Who did the bending?",
        variants=RACE,
        panel="What the last layer is given",
        answer=OneOf(
            {
                "The last layer": (
                    "It puts one straight line through the points that it is given."
                ),
                "The hidden layers": "They move the points until a straight line can part them.",
                "The loss": "The loss only says how wrong the answers are.",
            },
            right=2,
            hint="Compare the points at step 1 with those at the end.",
        ),
    ),
    TourStep(
        "Can, and does",
        "XOR has four points. Two ReLU units can solve it, and books print the weights. Here are "
        "128 random starts of each network at once. Say first how many will find them.",
        "One run solved XOR with two ReLU units. What do you know then?",
        preset="xor",
        panel="Share of starts that solve it",
        starts=True,
        done=judged("two-units-seldom-solve-xor", "wide-solves-xor"),
        answer=OneOf(
            {
                "That two units learn it": (
                    "Only about a third of the starts do. You saw one of the lucky ones."
                ),
                "That two units can represent it": (
                    "Weights that solve it exist. Whether training finds them is another "
                    "question: ask many starts."
                ),
                "That the rate was right": (
                    "All starts have the same rate, and most of them fail."
                ),
            },
            right=2,
            hint="How many of the 128 starts solve it?",
        ),
    ),
    TourStep(
        "A table on which it loses",
        "Three of twenty columns decide, by steps along their axes. Then the same rows under one "
        "rotation, then a table made along oblique directions. The table beside has logistic "
        "regression and boosted trees on the same test; v shows the next of the three.",
        "Why do the trees lose so much when the rows are rotated?",
        preset="who-wins",
        panel="Others on the same test",
        starts=True,
        done=judged("axes-are-for-trees", "trees-need-axes", "oblique-is-for-networks"),
        answer=OneOf(
            {
                "The rotation destroys information": (
                    "No distance has changed: the network is as right as before."
                ),
                "A tree cuts one column at a time": (
                    "After the rotation, the class depends on mixtures of all columns. No "
                    "cut along one column fits any more."
                ),
                "Trees need scaled columns": (
                    "Trees do not care about scale, only about order within a column."
                ),
            },
            right=2,
            hint="What does one cut of a tree look at?",
        ),
    ),
    TourStep(
        "Ask it",
        "Two spirals again, one network. When it has trained, press a and type a point, such as "
        "0.3 0.5. Then one far outside, such as 5 5.",
        "Far outside, at 5 5, there was no training point. How sure is the network there?",
        variants=("tanh-20-20",),
        panel="Decision surface",
        starts=True,
        done=asked,
        answer=OneOf(
            {
                "Not sure, near 0.5": (
                    "Ask it: its units are saturated there, so it says 0 or 1 with much confidence."
                ),
                "Very sure": (
                    "Far away all tanh units are at −1 or 1. Their sum is large, and the "
                    "probability is close to 0 or 1. It does not know that it has never "
                    "been there."
                ),
            },
            right=2,
            hint="Type a, then 5 5.",
        ),
    ),
)
