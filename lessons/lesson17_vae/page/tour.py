"""The lesson in five steps: from a plane of images to its collapse and back, and a way between."""

from lessons.kit import OneOf, TourStep, asked, judged, least, turned
from lessons.shared.answers import called

BETAS = {"beta-0.1": "The smallest", "beta-1": "1", "beta-4": "The largest"}


TOUR = (
    TourStep(
        "A plane of images",
        "Press p and say what you expect, then space. Each image of the sheet is decoded from two "
        "numbers, and none of them is in the data. f makes the sheet large, v shows another "
        "network.",
        "Each point of the plane is an image. Was each of them in the data?",
        variants=("vae", "strong", "none", "ten"),
        panel="The plane of codes, decoded",
        paused=True,
        done=judged("learns", "collapses"),
        answer=OneOf(
            {
                "Yes, they are stored": (
                    "Two numbers are decoded by one network. It stores no image, and also "
                    "decodes points where no data lie."
                ),
                "No, the decoder makes them": (
                    "It is continuous: between two digits it paints forms between them, "
                    "which nobody wrote."
                ),
            },
            right=2,
            hint="How many points has a plane, and how many images are there?",
        ),
    ),
    TourStep(
        "Turn β, up and down",
        "One network, and a long run. When you see digits, type :set beta=8 and watch the sheet. "
        "Wait until all images are the same. Then type :set beta=1.",
        "What is the one image that all codes show when β is too high?",
        variants=("vae",),
        set={"steps": 5000},
        panel="The plane of codes, decoded",
        starts=True,
        done=turned("beta"),
        answer=OneOf(
            {
                "The mean of all digits": (
                    "A code that says nothing leaves one answer, and the mean costs least."
                ),
                "An empty image": "That would cost more: many pixels are on in most digits.",
                "The most frequent digit": (
                    "It would be wrong for all other digits. The mean is wrong for each "
                    "only a little."
                ),
            },
            right=1,
            hint="What would you paint of an image that you know nothing about?",
        ),
    ),
    TourStep(
        "Where is the collapse?",
        "Five weights of the KL, from 0.1 to 4. Wait for the end. Compare the KL, the "
        "reconstruction and the −ELBO of the five.",
        "Which β must have the best −ELBO?",
        preset="betas",
        panel="−ELBO, nats",
        starts=True,
        done=judged("one-is-best"),
        answer=OneOf(
            {
                "The smallest": (
                    "A small β makes the code expensive in nats: the reconstruction gains "
                    "less than that."
                ),
                "1": (
                    "With β = 1 the loss is the −ELBO itself. Every other β trains for "
                    "something else."
                ),
                "The largest": (
                    "There the code is empty, and each image costs as much as without a code."
                ),
            },
            right=called(least("minus_elbo"), BETAS),
            hint="For which β is what is trained the same as what is compared?",
        ),
    ),
    TourStep(
        "Ask for a way",
        "When it has trained, press a and type: 3 to 8. The panel goes from one image to the "
        "other. Then ask for a code, 0.5 -1.2, and for an image, test 5.",
        "The images on the way are no mean of the two ends. What would a mean of the pixels "
        "look like?",
        variants=("vae",),
        panel="From one image to another",
        starts=True,
        done=asked,
        answer=OneOf(
            {
                "Like a digit between the two": (
                    "That is what the way through the codes gives. A mean of pixels moves "
                    "no stroke."
                ),
                "Like both digits at once, each half as dark": (
                    "A mean of pixels lays one over the other. The codes move the strokes instead."
                ),
            },
            right=2,
            hint="Lay two half-transparent images over each other.",
        ),
    ),
    TourStep(
        "Three mistakes",
        "A right network, and three with a mistake that tutorials make. Read in the story "
        "what each of them does, and find it in the curves.",
        "One mistake looks fine in its own loss. What gives it away?",
        preset="mistakes",
        panel="KL, nats",
        starts=True,
        done=judged("detached-collapses", "averaged-collapses", "variance-costs"),
        answer=OneOf(
            {
                "Its own loss, if one waits": (
                    "A mistake in the loss changes just this number. It can look fine to the end."
                ),
                "The same −ELBO computed rightly for all": (
                    "A loss with another formula cannot be compared. The KL and the true "
                    "−ELBO can, and there it is behind."
                ),
                "The speed of training": "It trains as fast as the others.",
            },
            right=2,
            hint="Are the losses computed by the same formula?",
        ),
    ),
)
