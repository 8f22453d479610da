"""The lesson in five steps: from views that find each other to views that teach nothing."""

from lessons.kit import OneOf, TourStep, asked, judged

RACE = ("simclr", "same-views")

TOUR = (
    TourStep(
        "Nobody says what it shows",
        "Press p and say what you expect. Then space. Each point is a test image; the colours are "
        "the classes, and the network never sees them. It learns only which two views are of one "
        "image. The comma and the full stop go back and forward in time.",
        "No label is used. Why do the classes part?",
        variants=RACE,
        panel="Test images, by class",
        paused=True,
        done=judged("features-beat-pixels-with-2"),
        answer=OneOf(
            {
                "Views of one image must lie together": (
                    "Two views differ as two writers of one digit do. Who looks past "
                    "that, puts whole classes near each other."
                ),
                "The colours are part of the images": (
                    "The colours are added for you. The network sees grey pixels."
                ),
                "The classes have different brightness": (
                    "The views change the brightness, so it cannot be used."
                ),
            },
            right=1,
            hint="What do the views change, and what do they leave?",
        ),
    ),
    TourStep(
        "The stripe",
        "Still the same run. The map has 20 images, two of each class, and two views of each: "
        "the first views, then the second ones. The stripe beside the diagonal are the pairs. "
        "v shows the other network.",
        "What are the bright blocks beside the stripe?",
        variants=RACE,
        panel="Cosines of views, %",
        starts=True,
        answer=OneOf(
            {
                "Other views of the same image": "These are the stripe itself.",
                "Images of the same class": (
                    "Nobody asked for them: the loss even pushes them apart. They are "
                    "alike for the network all the same."
                ),
                "Mistakes in the data": ("The images are right, and the network finds them alike."),
            },
            right=2,
            hint="Two images of each class stand beside each other.",
        ),
    ),
    TourStep(
        "A lower loss",
        "Of same-views both views are the image itself. Compare the losses, and then what is "
        "right with 2 labels a class.",
        "What must same-views, with the lower loss, know about digits?",
        variants=RACE,
        panel="Loss",
        starts=True,
        done=judged("lower-loss-with-identical-views", "identical-views-teach-nothing"),
        answer=OneOf(
            {
                "More than simclr": "Compare what is right with 2 labels: it is far behind.",
                "Nothing much": (
                    "To find two equal images, anything that tells images apart is "
                    "enough, even a single pixel."
                ),
                "Which digit each image is": (
                    "Then few labels would be enough for it, and they are not."
                ),
            },
            right=2,
            hint="How would you find the same image again?",
            shows="loss",
        ),
    ),
    TourStep(
        "Nothing pushes",
        "The same network without negatives: it only pulls views of one image together. Look at "
        "the map of cosines, and at the points.",
        "What is the cheapest way to make two views alike?",
        preset="collapse",
        panel="Cosines of views, %",
        starts=True,
        answer=OneOf(
            {
                "To say the same of every image": (
                    "Then all views are alike and the loss is 0, but nothing is known "
                    "about any image."
                ),
                "To learn what they show": ("That is more work, and the loss does not ask for it."),
                "To store all images": "Storing would not make two different views alike.",
            },
            right=1,
            hint="Which answer would make the loss exactly 0?",
            shows="loss",
        ),
    ),
    TourStep(
        "Ask for neighbours",
        "Type :ask 7, or :ask test 123, or the path of a picture. The answer has the images that "
        "are nearest by the network, and by the pixels, with their labels and cosines.",
        "For centred test images pixels find neighbours as well as the network. When do the "
        "features win?",
        variants=("simclr",),
        panel="Neighbours of a view",
        starts=True,
        done=asked,
        answer=OneOf(
            {
                "When the image is moved or turned": (
                    "A move by a pixel changes nearly all pixels. The features have "
                    "learned to look past it."
                ),
                "When the image is very clear": "Then the pixels do as well.",
                "Never": "Ask with views of test images, or with a picture of your own.",
            },
            right=1,
            hint="What did the views change in training?",
        ),
    ),
)
