"""The lesson in five steps: from one image's way to networks that are shown moved images."""

from lessons.kit import TourStep, asked, judged, reached, turned

VARIANTS = ("pooled", "conv", "mlp", "logistic")

TOUR = (
    TourStep(
        "One image, layer by layer",
        "Press space to train. Open the knobs (2), put the cursor on stage, and press the right "
        "arrow again and again (or type :set stage 3): the image goes from layer to layer, to the "
        "shares of the classes. It works at the end too. v shows the next network, and the knob "
        "example takes another image.",
        "In which layer can you no longer see which digit it is?",
        variants=VARIANTS,
        panel="One image, layer by layer",
        paused=True,
        done=reached(100),
    ),
    TourStep(
        "One number, worked out",
        "Set stage to 1. The table has nine pixels, nine weights, and their products. Their sum "
        "plus the bias is one pixel of one map. At stage 2 negative numbers become 0.",
        "A filter has nine weights. How many pixels of its map does it make with them?",
        variants=VARIANTS,
        panel="One number, worked out",
        starts=True,
        done=turned("stage"),
    ),
    TourStep(
        "Move the test by one pixel",
        "Every network has learned images that stand still. Then the same test is moved, by 1 and "
        "by 2 pixels, in four directions: two curves for each network.",
        "Both have convolutions. What does pooled forget that conv keeps?",
        variants=VARIANTS,
        panel="Right by shift",
        starts=True,
        done=judged("largest-forgets-1", "places-do-not-move"),
    ),
    TourStep(
        "Ask it",
        "Type :ask 7 for an example of a seven, :ask test 123, or the path of a PNG that you drew. "
        "Press v, and ask another network the same.",
        "Draw a digit in a corner of a large picture. What does the lab do to it first, and why?",
        variants=VARIANTS,
        panel="Mistakes",
        starts=True,
        done=asked,
    ),
    TourStep(
        "A pool of 2 inside",
        "Three networks that all keep the largest of each map. In two of them pools of 2 stand "
        "between the convolutions, as in most networks. Compare the curves.",
        "Why does a move by 2 cost halved no more than a move by 1?",
        preset="halved",
        panel="Right by shift",
        starts=True,
        done=judged("half-the-pixels"),
    ),
)
