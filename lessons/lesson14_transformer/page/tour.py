"""The lesson in five steps: two heads that work together, what one layer lacks, and a leak."""

from lessons.kit import OneOf, TourStep, asked, judged

TOUR = (
    TourStep(
        "All of a sudden",
        "Strings are said again and again. Press p and say what you expect, then space. Watch the "
        "share copied right and the maps. v shows another network, f makes a panel large.",
        "Why can two-layers copy, and one-layer cannot?",
        variants=("two-layers", "one-layer", "smeared", "fixed-length"),
        panel="Who looks at whom",
        paused=True,
        done=judged("two-layers-copy", "one-layer-cannot"),
        answer=OneOf(
            {
                "It has more weights": "smeared has one layer as well, and copies.",
                "A second head can use what the first one brought": (
                    "A head of layer 1 brings the letter before to each token. A head of "
                    "layer 2 looks for its own letter there."
                ),
                "It trains longer": "All networks have the same number of steps.",
            },
            right=2,
            hint="What must a token know so that a head finds the one after it?",
        ),
    ),
    TourStep(
        "Ask it",
        "When it has trained, press a and type: D A C H S D A C. Then ask for a symbol that "
        "did not come before: D A C H S.",
        "The last letter did not come before. What could the network be sure of then?",
        variants=("two-layers",),
        panel="Who looks at whom",
        starts=True,
        done=asked,
        answer=OneOf(
            {
                "Nothing, any letter may follow": (
                    "The strings are drawn at random. Without an earlier place to copy "
                    "from, an honest answer is spread over many letters."
                ),
                "That the first letter comes next": (
                    "That holds only when the string has ended, and it cannot know its length yet."
                ),
                "The letter of the alphabet after it": (
                    "The letters are drawn at random: the alphabet plays no part."
                ),
            },
            right=1,
            hint="From where does it copy?",
        ),
    ),
    TourStep(
        "Four kinds of positions",
        "Two layers that are told of places in four ways. Wait for the end. Look at the map of "
        "how alike places look, with v for each network.",
        "none is told nothing about places, and still copies more than chance. From what does "
        "it know?",
        preset="positions",
        panel="How alike places look",
        starts=True,
        done=judged("places-help"),
        answer=OneOf(
            {
                "From the mask": (
                    "The first token sees one token and the tenth sees ten. So the mask "
                    "itself says something about the place."
                ),
                "From the letters": (
                    "The strings are drawn at random: a letter says nothing about its place."
                ),
                "From the order of the weights": ("Attention has the same weights in every place."),
            },
            right=1,
            hint="What differs for the first token and the tenth?",
        ),
    ),
    TourStep(
        "Too good to be true",
        "The next character of generated lines. Nobody can be below the floor. Two networks, "
        "and one of them has no mask. Press p first.",
        "You do not know the floor of your own task. What else would show this leak?",
        preset="leak",
        panel="Loss, nats a character",
        starts=True,
        done=judged("too-good", "honest-is-worse"),
        answer=OneOf(
            {
                "A loss that falls quickly": "An easy task does that as well.",
                "Change the later half, and look at the earlier scores": (
                    "With a mask the earlier scores do not change at all. If they do, "
                    "something later was read."
                ),
                "A larger network": "A larger network would read the leak just as well.",
            },
            right=2,
            hint="Which part of a text must not matter to an answer?",
        ),
    ),
    TourStep(
        "Let it write",
        "The network with the mask, alone, and a longer run. While it trains, type "
        ":set temperature=2 and watch what it writes. Then :set top_k=3. Press a and type: "
        "the old fox.",
        "What does top_k = 3 keep the network from?",
        set={"task": "text", "mlp": 2, "context": 36, "lr": 5e-3, "steps": 1500},
        variants=("two-layers",),
        panel="What it writes",
        starts=True,
        done=asked,
        answer=OneOf(
            {
                "From writing unlikely letters": (
                    "Only the three likeliest are drawn from. A high temperature can then "
                    "no longer pick a rare one."
                ),
                "From writing the same letter three times": (
                    "It counts choices at one place, not repeats."
                ),
                "From learning": "It changes what is drawn, and no weight.",
            },
            right=1,
            hint="How many candidates are left at each letter?",
        ),
    ),
)
