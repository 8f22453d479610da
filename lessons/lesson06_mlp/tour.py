"""The lesson in five steps: from a line that fails to a table on which the network loses."""

from lessons.kit import TourStep, asked, judged

RACE = ("tanh-20-20", "relu-8", "deep-linear", "linear")

TOUR = (
    TourStep(
        "The plane is bent",
        "Four networks learn to tell two spirals apart. Press p and say what you expect. Then "
        "space, and watch the surface: first a line, then arms, then the spiral. With v you see "
        "the next network, with the comma and the full stop you go back and forward in time.",
        "Which part of the spiral is found last, and why that one?",
        variants=RACE,
        panel="Decision surface",
        paused=True,
        done=judged("bent-parts-them", "line-fails"),
    ),
    TourStep(
        "What each layer has made of it",
        "Still the same run. Hidden units: those of layer 1 are folds along a line, those of "
        "layer 2 are made of folds. In this panel are the points as the last layer is given "
        "them. Its decision is the upright line at 0: go back to step 1 and look who is where.",
        "The last layer is only a line. Who did the bending?",
        variants=RACE,
        panel="What the last layer is given",
    ),
    TourStep(
        "Can, and does",
        "XOR has four points. Two ReLU units can solve it, and books print the weights. Here are "
        "128 random starts of each network at once. Say first how many will find them.",
        "What would you have believed after one lucky run?",
        preset="xor",
        panel="Share of starts that solve it",
        starts=True,
        done=judged("two-units-seldom-solve-xor", "wide-solves-xor"),
    ),
    TourStep(
        "A table on which it loses",
        "Three of twenty columns decide, by steps along their axes. Then the same rows under one "
        "rotation, then a table made along oblique directions. The table beside has logistic "
        "regression and boosted trees on the same test; v shows the next of the three.",
        "What must you know of your columns before you choose a model?",
        preset="who-wins",
        panel="Others on the same test",
        starts=True,
        done=judged("axes-are-for-trees", "trees-need-axes", "oblique-is-for-networks"),
    ),
    TourStep(
        "Ask it",
        "Two spirals again, one network. When it has trained, press a and type a point, such as "
        "0.3 0.5. Then one far outside, such as 5 5.",
        "How sure is it where it has never seen a point?",
        variants=("tanh-20-20",),
        panel="Decision surface",
        starts=True,
        done=asked,
    ),
)
