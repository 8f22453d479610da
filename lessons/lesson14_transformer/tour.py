"""The lesson in five steps: two heads that work together, what one layer lacks, and a leak."""

from lessons.kit import TourStep, asked, judged

TOUR = (
    TourStep(
        "All of a sudden",
        "Strings are said again and again. Press p and say what you expect, then space. Watch the "
        "share copied right and the maps. v shows another network, f makes a panel large.",
        "Which stripe comes first, that of layer 1 or that of layer 2?",
        variants=("two-layers", "one-layer", "smeared", "fixed-length"),
        panel="Who looks at whom",
        paused=True,
        done=judged("two-layers-copy", "one-layer-cannot"),
    ),
    TourStep(
        "Ask it",
        "When it has trained, press a and type: D A C H S D A C. Then ask for a symbol that "
        "did not come before: D A C H S.",
        "How sure is it in each case, and what could it be sure of in the second?",
        variants=("two-layers",),
        panel="Who looks at whom",
        starts=True,
        done=asked,
    ),
    TourStep(
        "Four kinds of positions",
        "Two layers that are told of places in four ways. Wait for the end. Look at the map of "
        "how alike places look, with v for each network.",
        "One of them is told nothing, and still copies more than chance. Who tells it?",
        preset="positions",
        panel="How alike places look",
        starts=True,
        done=judged("places-help"),
    ),
    TourStep(
        "Too good to be true",
        "The next character of generated lines. Nobody can be below the floor. Two networks, "
        "and one of them has no mask. Press p first.",
        "In a task of your own you do not know the floor. What else would have told you?",
        preset="leak",
        panel="Loss, nats a character",
        starts=True,
        done=judged("too-good", "honest-is-worse"),
    ),
    TourStep(
        "Let it write",
        "The network with the mask, alone, and a longer run. While it trains, type "
        ":set temperature=2 and watch what it writes. Then :set top_k=3. Press a and type: "
        "the old fox.",
        "What does the temperature do to a line, and what does top_k keep it from?",
        set={"task": "text", "mlp": 2, "context": 36, "lr": 5e-3, "steps": 1500},
        variants=("two-layers",),
        panel="What it writes",
        starts=True,
        done=asked,
    ),
)
