"""The lesson in five steps: from a plane of images to its collapse and back, and a way between."""

from lessons.kit import TourStep, asked, judged, turned

TOUR = (
    TourStep(
        "A plane of images",
        "Press p and say what you expect, then space. Each image of the sheet is decoded from two "
        "numbers, and none of them is in the data. f makes the sheet large, v shows another "
        "network.",
        "Neighbours in the sheet look alike. What lies between two digits?",
        variants=("vae", "strong", "none", "ten"),
        panel="The plane of codes, decoded",
        paused=True,
        done=judged("learns", "collapses"),
    ),
    TourStep(
        "Turn β, up and down",
        "One network, and a long run. When you see digits, type :set beta=8 and watch the sheet. "
        "Wait until all images are the same. Then type :set beta=1.",
        "What is the one image that all codes show? And is the plane that comes back the old one?",
        variants=("vae",),
        set={"steps": 5000},
        panel="The plane of codes, decoded",
        starts=True,
        done=turned("beta"),
    ),
    TourStep(
        "Where is the collapse?",
        "Five weights of the KL, from 0.1 to 4. Wait for the end. Compare the KL, the "
        "reconstruction and the −ELBO of the five.",
        "Which β has the best −ELBO, and why must it be that one?",
        preset="betas",
        panel="−ELBO, nats",
        starts=True,
        done=judged("one-is-best"),
    ),
    TourStep(
        "Ask for a way",
        "When it has trained, press a and type: 3 to 8. The panel goes from one image to the "
        "other. Then ask for a code, 0.5 -1.2, and for an image, test 5.",
        "The images on the way are no mean of the two ends. What would a mean of pixels look like?",
        variants=("vae",),
        panel="From one image to another",
        starts=True,
        done=asked,
    ),
    TourStep(
        "Three mistakes",
        "A right network, and three with a mistake that tutorials make. Read in the story "
        "what each of them does, and find it in the curves.",
        "One of them looks fine in its own loss. Which one, and what gives it away?",
        preset="mistakes",
        panel="KL, nats",
        starts=True,
        done=judged("detached-collapses", "averaged-collapses", "variance-costs"),
    ),
)
