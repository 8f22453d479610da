"""The lesson in five steps: from four learning rates to a table with eleven directions."""

from lessons.kit import TourStep, judged, reached, turned

RACE = ("yours", "at", "above", "small")

TOUR = (
    TourStep(
        "Four learning rates",
        "One line, four points, and four rates: 0.9, 1, 1.05 and 0.1 times a limit. Press p and "
        "say what you expect. Then press s a few times, a step each, and watch the path on the "
        "map. v goes to the map of the next network. Then space, to the end.",
        "Which of them cross the valley at every step, and which one does not?",
        variants=RACE,
        panel="Loss surface",
        paused=True,
        done=judged("above-leaves", "at-swings"),
    ),
    TourStep(
        "The gradient, three ways",
        "Still the same run. This panel has the whole step in numbers: forward, backward, and the "
        "new w and b. Press , and . to go back and forward in time. The table beside it has the "
        "gradient by hand, by autograd, and by nudging each parameter: compare their digits.",
        "Work out one ∂L/∂b with paper and pencil. Where does the 2 come from?",
        variants=RACE,
        panel="One step by hand",
    ),
    TourStep(
        "Cross the limit yourself",
        "One network at 0.9 of its limit. Press S, ten steps. Type :set lr 1.05 and press S three "
        "times: the path turns round, leaves the map, and the map follows. Then :set lr 0.5, and "
        "press S again.",
        "How many steps did it take to come back, and how many to get lost?",
        variants=("yours",),
        panel="Loss surface",
        paused=True,
        done=turned("lr"),
    ),
    TourStep(
        "One slow direction, or none",
        "The same points twice, both at 0.9 of their limits: x as it is, and standardised. Look "
        "at the two maps with v. Then compare λ in the table of the directions.",
        "What did the mean of x do to the valley, and what did its deviation do?",
        preset="scaled",
        panel="Distance from least squares",
        starts=True,
        done=judged("standardising-helps"),
    ),
    TourStep(
        "Eleven directions",
        "Ten measurements of 442 patients and a bias, 1 % below the limit and 1 % above it. It "
        "takes some seconds. The steepest direction sets the limit, and the flattest one says how "
        "long you wait.",
        "All directions but one are fine above the limit. Why is all lost?",
        preset="diabetes",
        panel="Each direction",
        starts=True,
        done=reached(4000),
    ),
)
