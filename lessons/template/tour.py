"""The tour: four steps that set the lab up, each with one question."""

from lessons.kit import TourStep, asked, judged, reached

TOUR = (
    TourStep(
        "With an activation and without",
        "Two networks of the same size see the same points. Say first whether the straight one "
        "will get more than 60% right (p), then press space and watch both to the end.",
        "Why does the straight one give nearly the same answer everywhere?",
        variants=("bent", "straight"),
        panel="Share that is right",
        done=judged("bent-learns", "straight-guesses"),
    ),
    TourStep(
        "What it answers",
        "Here is the square as the network sees it: bright where it says that x and y have the "
        "same sign. Go back to the beginning with the comma key, and forward with the full stop.",
        "Which quadrant is learned last, and is it the same one with another seed?",
        variants=("bent", "straight"),
        panel="What it answers",
        starts=True,
        done=reached(100),
    ),
    TourStep(
        "One unit too few",
        "A single unit between the layers. Its tanh bends, but only along one direction.",
        "How many units would be enough? Turn hidden and try.",
        preset="narrow",
        variants=("bent",),
        panel="What it answers",
        starts=True,
        done=reached(200),
    ),
    TourStep(
        "Ask it",
        "Put a point to the network with a: first one in the middle of a quadrant, then one next "
        "to an axis.",
        "Where is it unsure, and should it be?",
        done=asked,
    ),
)
