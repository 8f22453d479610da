"""The lesson in five steps: from one image's way to networks that are shown moved images."""

from lessons.kit import OneOf, TourStep, asked, judged, reached, turned

VARIANTS = ("pooled", "conv", "mlp", "logistic")

TOUR = (
    TourStep(
        "One image, layer by layer",
        "Press space to train. Open the knobs (2), put the cursor on stage, and press the right "
        "arrow again and again (or type :set stage 3): the image goes from layer to layer, to the "
        "shares of the classes. It works at the end too. v shows the next network, and the knob "
        "example takes another image.",
        "After the largest value of each map was taken, can pooled still know where a stroke was?",
        variants=VARIANTS,
        panel="One image, layer by layer",
        paused=True,
        done=reached(100),
        answer=OneOf(
            {
                "Yes, in the order of the numbers": (
                    "Their order is that of the filters. It says which pattern was found, "
                    "not where."
                ),
                "No, only how strongly it was found": (
                    "One number of each map is left. It is the same wherever in the map it stood."
                ),
            },
            right=2,
            hint="How many numbers of each map are left?",
        ),
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
        answer=OneOf(
            {
                "One": "Then each pixel would need weights of its own. That is what mlp has.",
                "Nine": "Nine pixels go in for each one that comes out.",
                "All of them": (
                    "The same nine weights are used in every place. So the map moves when "
                    "the image moves."
                ),
            },
            right=3,
            hint="Move to another pixel of the map: do the weights change?",
        ),
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
        answer=OneOf(
            {
                "Which filters answered": "Both keep that: the classes are told apart by it.",
                "Where in the map they answered": (
                    "conv reads each place with a weight of its own, so a moved image "
                    "meets the wrong weights. pooled keeps only the largest value."
                ),
                "How strongly they answered": "The largest value is just that.",
            },
            right=2,
            hint="What does the last layer of each of them read?",
        ),
    ),
    TourStep(
        "Ask it",
        "Type :ask 7 for an example of a seven, :ask test 123, or the path of a PNG that you drew. "
        "Press v, and ask another network the same.",
        "You draw a small digit in a corner of a large picture. Why does the lab cut and "
        "centre it first?",
        variants=VARIANTS,
        panel="Mistakes",
        starts=True,
        done=asked,
        answer=OneOf(
            {
                "To make the picture smaller": (
                    "Scaling alone would do that. The digit would then be a few pixels in a corner."
                ),
                "The training digits are centred": (
                    "All four learned centred digits of one size. An answer about another "
                    "kind of picture would say little."
                ),
                "A convolution needs the centre": (
                    "It is the same everywhere. It is the layers behind it that have "
                    "learned places."
                ),
            },
            right=2,
            hint="How do the digits lie on which it was trained?",
        ),
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
        answer=OneOf(
            {
                "It moves the windows' content by one whole window": (
                    "After a move by 2 each window holds what its neighbour held. A move "
                    "by 1 puts other numbers into every window."
                ),
                "A move by 2 loses fewer pixels": "The border takes more of it, not less.",
                "The pool keeps the largest value": (
                    "It does so for both moves. What counts is which pixels share a window."
                ),
            },
            right=1,
            hint="How wide is a window of the pool?",
        ),
    ),
)
