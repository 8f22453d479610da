"""The tour: four steps that set the lab up, each with one question."""

from lessons.kit import OneOf, TourStep, asked, judged, reached

TOUR = (
    TourStep(
        "With an activation and without",
        "Two networks of the same size see the same points. Say first whether the straight one "
        "will get more than 60% right (p), then press space and watch both to the end.",
        "Why does the straight one give nearly the same answer everywhere?",
        variants=("bent", "straight"),
        panel="Share that is right",
        done=judged("bent-learns", "straight-guesses"),
        answer=OneOf(
            {
                "Its two layers make one plane": (
                    "Without a bend two layers are one. A plane is right in two quadrants "
                    "and wrong in two, so the least loss is a flat answer near 50%."
                ),
                "It has too few units": (
                    "More units do not help: however many there are, the two layers "
                    "multiply into one plane."
                ),
                "It was trained too briefly": "Longer training does not bend a plane.",
            },
            right=1,
            hint="Multiply the matrices of the two layers.",
            shows="right",
        ),
    ),
    TourStep(
        "What it answers",
        "Here is the square as the network sees it: bright where it says that x and y have the "
        "same sign. Go back to the beginning with the comma key, and forward with the full stop.",
        "Go back to the beginning. What does the network answer there?",
        variants=("bent", "straight"),
        panel="What it answers",
        starts=True,
        done=reached(100),
        answer=OneOf(
            {
                "The same nearly everywhere": (
                    "At the first steps the weights are small and random: the map is "
                    "nearly flat, and the quadrants come later."
                ),
                "Already the four quadrants": (
                    "These have to be learned. Look at the first map again, and at the "
                    "share that is right."
                ),
            },
            right=1,
            hint="Press the comma key until the step is 1.",
            shows="right",
        ),
    ),
    TourStep(
        "One unit too few",
        "A single unit between the layers. Its tanh bends, but only along one direction.",
        "Can one unit with a tanh solve it?",
        preset="narrow",
        variants=("bent",),
        panel="What it answers",
        starts=True,
        done=reached(200),
        answer=OneOf(
            {
                "Yes, if it trains longer": (
                    "One tanh is a single step along one direction. Training moves that "
                    "step and turns it, but adds no second one."
                ),
                "No, it bends along one direction only": (
                    "Quadrants need steps along two directions, so two units are the "
                    "least. Turn hidden and try how many it takes."
                ),
            },
            right=2,
            hint="Which shapes can you make with one straight fold?",
            shows="right",
        ),
    ),
    TourStep(
        "Ask it",
        "Put a point to the network with a: first one in the middle of a quadrant, then one next "
        "to an axis.",
        "Where should the network be unsure?",
        done=asked,
        answer=OneOf(
            {
                "In the middle of a quadrant": (
                    "There all points near it have the same sign: it can be sure."
                ),
                "Next to an axis": (
                    "A small change there changes the answer, so a probability near 50% is honest."
                ),
                "Nowhere, if it has learned well": (
                    "A network that bends smoothly has to pass 50% somewhere: on the axes."
                ),
            },
            right=2,
            hint="Where does the sign change?",
        ),
    ),
)
