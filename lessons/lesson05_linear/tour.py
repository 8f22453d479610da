"""The lesson in five steps: from four learning rates to a table with eleven directions."""

from lessons.kit import OneOf, TourStep, judged, reached, turned

RACE = ("yours", "at", "above", "small")

TOUR = (
    TourStep(
        "Four learning rates",
        "One line, four points, and four rates: 0.9, 1, 1.05 and 0.1 times a limit. Press p and "
        "say what you expect. Then press s a few times, a step each, and watch the path on the "
        "map. v goes to the map of the next network. Then space, to the end.",
        "Which network does not jump across the valley?",
        variants=RACE,
        panel="Loss surface",
        paused=True,
        done=judged("above-leaves", "at-swings"),
        answer=OneOf(
            {
                "yours": "0.9 of the limit: each step jumps to the other side, a little lower.",
                "at": "At the limit it jumps from side to side and never gets lower.",
                "above": "Above the limit each jump is longer than the one before.",
                "small": (
                    "0.1 of the limit: each step goes a part of the way down, and stays "
                    "on its side."
                ),
            },
            right=4,
            hint="v shows the path of the next network.",
            shows="loss",
        ),
    ),
    TourStep(
        "The gradient, three ways",
        "Still the same run. This panel has the whole step in numbers: forward, backward, and the "
        "new w and b. Press , and . to go back and forward in time. The table beside it has the "
        "gradient by hand, by autograd, and by nudging each parameter: compare their digits.",
        "In ∂L/∂b = 2 · mean e, where does the 2 come from?",
        variants=RACE,
        panel="One step by hand",
        answer=OneOf(
            {
                "From the two parameters": "With ten parameters it would be 2 as well.",
                "From the square in the loss": "The slope of e² is 2·e.",
                "From the number of points": "There are four points. They are in the mean.",
            },
            right=2,
            hint="What is the slope of e²?",
        ),
    ),
    TourStep(
        "Cross the limit yourself",
        "One network at 0.9 of its limit. Press S, ten steps. Type :set lr 1.05 and press S three "
        "times: the path turns round, leaves the map, and the map follows. Then :set lr 0.5, and "
        "press S again.",
        "At 0.5 of the limit, what is left of the steepest direction after one step?",
        variants=("yours",),
        panel="Loss surface",
        paused=True,
        done=turned("lr"),
        answer=OneOf(
            {
                "Half of it": "The factor is 1 − lr·λ, and at half of the limit lr·λ is 1.",
                "Nothing": (
                    "At half of the limit lr·λ is 1, so 1 − lr·λ is 0: this direction is "
                    "done in one step."
                ),
                "All of it, on the other side": (
                    "That is what happens at the limit itself, where lr·λ is 2."
                ),
            },
            right=2,
            hint="The limit is where lr·λ is 2.",
        ),
    ),
    TourStep(
        "One slow direction, or none",
        "The same points twice, both at 0.9 of their limits: x as it is, and standardised. Look "
        "at the two maps with v. Then compare λ in the table of the directions.",
        "What did subtracting the mean of x do to the valley?",
        preset="scaled",
        panel="Distance from least squares",
        starts=True,
        done=judged("standardising-helps"),
        answer=OneOf(
            {
                "It made it less steep everywhere": (
                    "Dividing by the deviation changes the steepness. The mean does something else."
                ),
                "It stopped w and b from mixing": (
                    "With a mean of 0 the valley stands straight along w and b. Dividing "
                    "by the deviation then makes it round."
                ),
                "Nothing": "Look at the direction of the valley in both maps.",
            },
            right=2,
            hint="Compare how the two valleys lie.",
        ),
    ),
    TourStep(
        "Eleven directions",
        "Ten measurements of 442 patients and a bias, 1 % below the limit and 1 % above it. It "
        "takes some seconds. The steepest direction sets the limit, and the flattest one says how "
        "long you wait.",
        "Ten of eleven directions are fine just above the limit. Why is all lost?",
        preset="diabetes",
        panel="Each direction",
        starts=True,
        done=reached(4000),
        answer=OneOf(
            {
                "One direction grows without end": (
                    "The loss is the sum over all directions. One that grows at each step "
                    "soon outweighs all others."
                ),
                "The directions push each other": (
                    "Each direction is multiplied by its own number, and knows nothing of "
                    "the others."
                ),
                "The data have too much noise": (
                    "The limit depends on x alone: noise in y does not change it."
                ),
            },
            right=1,
            hint="Look at the factor of each direction: is one of them beyond −1?",
        ),
    ),
)
