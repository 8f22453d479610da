"""The lesson in five steps: from the gradient that fades to two cures taken at once."""

from lessons.kit import TourStep, asked, judged

VARIANTS = ("plain", "he", "batchnorm", "shortcut")

TOUR = (
    TourStep(
        "Watch the gradient fade",
        "Four networks of twenty layers, each changed in one setting. Press p and say what you "
        "expect. The map has a row for each layer, layer 1 at the bottom, and a column for each "
        "few steps; bright is a long gradient. Press space; v shows the next network.",
        "In which network is the bottom of the map dark, and how many powers of ten is that?",
        variants=VARIANTS,
        panel="Gradient by layer",
        paused=True,
        done=judged("relu-fades", "plain-guesses", "shortcut-learns"),
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
    ),
    TourStep(
        "Ask for one image",
        "Type :ask test 123. The answer has what the network says, and how much of the gradient at "
        "the last layer comes down to layer 1. Press v, and ask the next network the same.",
        "With so little gradient at layer 1, what can Adam still do for it, and what not?",
        variants=VARIANTS,
        panel="Gradient: layer 1 / last layer",
        starts=True,
        done=asked,
    ),
    TourStep(
        "Is it the activation?",
        "Sigmoid, tanh and ReLU from the first weights that torch draws, twenty layers each. "
        "Tutorials say that ReLU cures vanishing gradients.",
        "Which of the three fades most, and which least? Look the factors up in the story.",
        preset="myth",
        panel="Gradient: layer 1 / last layer",
        starts=True,
        done=judged("relu-fades-more-than-tanh"),
    ),
    TourStep(
        "Two cures at once",
        "Shortcuts with He's start, BatchNorm with He's start, and shortcuts with BatchNorm, "
        "beside two of the single cures.",
        "One pair is the best of all. What goes wrong with the other two?",
        preset="twice",
        panel="Accuracy on the test",
        starts=True,
        done=judged("both-learn", "explosion-costs"),
    ),
)
