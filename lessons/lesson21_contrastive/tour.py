"""The lesson in five steps: from views that find each other to views that teach nothing."""

from lessons.kit import TourStep, asked, judged

RACE = ("simclr", "same-views")

TOUR = (
    TourStep(
        "Nobody says what it shows",
        "Press p and say what you expect. Then space. Each point is a test image; the colours are "
        "the classes, and the network never sees them. It learns only which two views are of one "
        "image. The comma and the full stop go back and forward in time.",
        "Which classes part first, and which two stay together longest?",
        variants=RACE,
        panel="Test images, by class",
        paused=True,
        done=judged("features-beat-pixels-with-2"),
    ),
    TourStep(
        "The stripe",
        "Still the same run. The map has 20 images, two of each class, and two views of each: "
        "the first views, then the second ones. The stripe beside the diagonal are the pairs. "
        "v shows the other network.",
        "What are the bright blocks beside the stripe? Did anybody ask for them?",
        variants=RACE,
        panel="Cosines of views, %",
        starts=True,
    ),
    TourStep(
        "A lower loss",
        "Of same-views both views are the image itself. Compare the losses, and then what is "
        "right with 2 labels a class.",
        "What does the network with the lower loss have to know about digits?",
        variants=RACE,
        panel="Loss",
        starts=True,
        done=judged("lower-loss-with-identical-views", "identical-views-teach-nothing"),
    ),
    TourStep(
        "Nothing pushes",
        "The same network without negatives: it only pulls views of one image together. Look at "
        "the map of cosines, and at the points.",
        "What is the cheapest way to make two views alike?",
        preset="collapse",
        panel="Cosines of views, %",
        starts=True,
    ),
    TourStep(
        "Ask for neighbours",
        "Type :ask 7, or :ask test 123, or the path of a picture. The answer has the images that "
        "are nearest by the network, and by the pixels, with their labels and cosines.",
        "Where do the two disagree, and who is right?",
        variants=("simclr",),
        panel="Neighbours of a view",
        starts=True,
        done=asked,
    ),
)
