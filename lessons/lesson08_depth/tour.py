"""The lesson in five steps: from the gradient that fades to two cures taken at once."""

from lessons.kit import OneOf, TourStep, asked, judged, least, most

VARIANTS = ("plain", "he", "batchnorm", "shortcut")

TOUR = (
    TourStep(
        "Watch the gradient fade",
        "Four networks of twenty layers, each changed in one setting. Press p and say what you "
        "expect. The map has a row for each layer, layer 1 at the bottom, and a column for each "
        "few steps; bright is a long gradient. Press space; v shows the next network.",
        "In which of the networks is the bottom of the map dark, so that the gradient fades?",
        variants=VARIANTS,
        panel="Gradient by layer",
        paused=True,
        done=judged("relu-fades", "plain-guesses", "shortcut-learns"),
        answer=OneOf(
            {
                "plain": (
                    "Each layer hands back about 2/5 of the gradient's length. Over "
                    "nineteen layers less than a millionth is left."
                ),
                "he": "Its first weights are large enough to keep the length.",
                "batchnorm": "Here the gradient even grows on its way down.",
                "shortcut": "The gradient has a way down on which nothing is multiplied.",
            },
            right=least("reach", at_start=True),
            hint="v shows the map of the next network.",
            shows="accuracy",
        ),
    ),
    TourStep(
        "Forward, too",
        "Still the same run. One curve is how large the outputs of each layer are, the other how "
        "much they differ from image to image. Compare plain with the others.",
        "The last layer of plain is not silent. What does it say about each image?",
        variants=VARIANTS,
        panel="Activations by layer",
        starts=True,
        done=judged("same-of-each-image"),
        answer=OneOf(
            {
                "The same": (
                    "The outputs have a size, from the biases. But they hardly differ "
                    "from image to image, so no class can be told."
                ),
                "Something random": (
                    "The numbers are steady. They are only the same ones for each image."
                ),
                "Nearly zero": (
                    "Their mean square is about 0.01. What is nearly zero is the "
                    "difference between images."
                ),
            },
            right=1,
            hint="Compare the two curves at the last layer.",
        ),
    ),
    TourStep(
        "Ask for one image",
        "Type :ask test 123. The answer has what the network says, and how much of the gradient at "
        "the last layer comes down to layer 1. Press v, and ask the next network the same.",
        "Adam makes full steps from tiny gradients. Why does that not save plain?",
        variants=VARIANTS,
        panel="Gradient: layer 1 / last layer",
        starts=True,
        done=asked,
        answer=OneOf(
            {
                "The steps are still too short": (
                    "Adam divides by the gradient's size, so the steps are as long as in "
                    "the other networks."
                ),
                "The steps have no useful direction": (
                    "All images send nearly the same gradient. A long step along it "
                    "teaches no difference between them."
                ),
                "Adam's memory is too short": (
                    "A longer memory of the same gradient would add nothing."
                ),
            },
            right=2,
            hint="What would a gradient have to tell apart?",
        ),
    ),
    TourStep(
        "Is it the activation?",
        "Sigmoid, tanh and ReLU from the first weights that torch draws, twenty layers each. "
        "Tutorials say that ReLU cures vanishing gradients.",
        "Which of the three fades least?",
        preset="myth",
        panel="Gradient: layer 1 / last layer",
        starts=True,
        done=judged("relu-fades-more-than-tanh"),
        answer=OneOf(
            {
                "sigmoid": "Its slope is 1/4 at most: it fades most of the three.",
                "tanh": (
                    "Its slope is 1 near 0, for all units. So tutorials that praise ReLU "
                    "for this have the wrong reason."
                ),
                "relu": (
                    "Its slope is 1 too, but only for half of the units. The others hand "
                    "back nothing."
                ),
            },
            right=most("reach", at_start=True),
            hint="Read the ratio of layer 1 to the last layer.",
        ),
    ),
    TourStep(
        "Two cures at once",
        "Shortcuts with He's start, BatchNorm with He's start, and shortcuts with BatchNorm, "
        "beside two of the single cures.",
        "What goes wrong with shortcuts and He's start together?",
        preset="twice",
        panel="Accuracy on the test",
        starts=True,
        done=judged("both-learn", "explosion-costs"),
        answer=OneOf(
            {
                "The outputs grow too large": (
                    "Each layer about doubles what passes through it. After twenty layers "
                    "the variance is a million."
                ),
                "The gradient fades again": (
                    "It has a free way down. It is too large rather than too small."
                ),
                "They do the same, so nothing changes": (
                    "The accuracy is well below that of shortcuts alone."
                ),
            },
            right=1,
            hint="Each layer adds as much as it is given.",
            shows="accuracy",
        ),
    ),
)
