"""The lesson in six steps: from a score that rises by luck to searches that help, or do not."""

from lessons.kit import OneOf, TourStep, judged, turned

RACE = ("tuned", "untuned")

TOUR = (
    TourStep(
        "A score that rises",
        "Press p and predict, then space. Each step is a trial: other pixels, another penalty. 40 "
        "images choose the best so far; 1,000 others test it and choose nothing. 48 searches run "
        "side by side, and the curves are their mean.",
        "Which number would you report of the best of 300?",
        variants=RACE,
        panel="Best so far: validated, tested",
        paused=True,
        done=judged("the-gap-opens", "untuned-is-ahead"),
        answer=OneOf(
            {
                "Its score on the 40 images": (
                    "It was chosen because it is high just there. On fresh images it is far lower."
                ),
                "Its score on images that chose nothing": (
                    "They know nothing of the choice: their score is right on average."
                ),
                "The mean score of all 300": "That is what a random trial is worth.",
            },
            right=2,
            hint="Which images took part in the choice?",
        ),
    ),
    TourStep(
        "How many rows must choose?",
        "Begin again with space and turn valid up while it trains (2 opens the knobs, the right "
        "arrow turns; or :set valid 400). All trials so far are judged again by more images.",
        "What do more images do to the gap?",
        variants=RACE,
        panel="By the rows that choose",
        starts=True,
        done=turned("valid"),
        answer=OneOf(
            {
                "They close most of it": (
                    "Ten times as many images: a third of the luck. And the trial that they "
                    "choose is better, too."
                ),
                "Nothing, the search is at fault": (
                    "Both are at work: many trials, and few images to tell them apart."
                ),
                "They raise the validated score": "It falls: there is less luck in it.",
            },
            right=1,
            hint="Compare the two curves at 40 and at 400 rows.",
        ),
    ),
    TourStep(
        "Grid, random, Sobol",
        "Five knobs, 32 trials, and only knob 1 matters. See the points of each search (v changes "
        "it): the grid has two columns. Then turn width up: the peak gets broad.",
        "When is a grid as good as random points?",
        preset="search",
        panel="Points tried",
        starts=True,
        done=judged("random-beats-grid", "sobol-beats-random"),
        answer=OneOf(
            {
                "With more knobs": "Then the grid has still fewer values of each.",
                "When the peak is broad": (
                    "Then two values are enough: one of them is always near the peak."
                ),
                "Never": "Turn the width to 0.5 and look again.",
            },
            right=2,
            hint="How near to the peak must a value be to score?",
        ),
    ),
    TourStep(
        "A real network, a lucky grid",
        "The same 32 trials on a network that reads digits. The grid's two learning rates are "
        "0.0018 and 0.56. Then run the preset moved-grid: its range begins one decade higher.",
        "Grid is ahead here. What does that prove of grids?",
        preset="real-net",
        panel="Score against the knob",
        starts=True,
        done=judged("a-lucky-grid-wins"),
        answer=OneOf(
            {
                "They are better on real networks": (
                    "Move the range by a decade, and the grid finds nothing."
                ),
                "Nothing: one value happened to hit": (
                    "16 of 32 trials are spent on 0.56. If that is good, the grid gains by it; if "
                    "not, it is lost."
                ),
            },
            right=2,
            hint="Run moved-grid.",
        ),
    ),
    TourStep(
        "Giving up early",
        "halving stops a trial that is behind after 1, 3 or 9 units of 27, and begins another one. "
        "Both searches may train for as long. Look at the brackets, then run the preset crossing.",
        "When does halving choose wrongly?",
        preset="halving",
        panel="Brackets: validated",
        starts=True,
        done=judged("halving-tries-more"),
        answer=OneOf(
            {
                "When early order is not late order": (
                    "It judges by what it sees early: what is slow and good is stopped."
                ),
                "When there are many settings": "That is what it is for: it stops most of them.",
                "When the network is small": "Size has no part in it.",
            },
            right=1,
            hint="What do the learning curves of crossing do?",
        ),
    ),
)
