"""The lesson in five steps: from labels that mean nothing to a penalty that removes a peak."""

from lessons.kit import OneOf, TourStep, asked, judged

RACE = ("noisy", "random", "clean", "more-data")

TOUR = (
    TourStep(
        "Labels that mean nothing",
        "Four copies of one network. clean learns from 100 digits, noisy from the same with 30 % "
        "of the labels wrong, random with all labels mixed up, more-data from all 1,258. Press p "
        "and say what you expect; then space. First look here, then at the accuracy on the test.",
        "random reaches 1.00 on what it is taught. What does an accuracy in training tell you?",
        variants=RACE,
        panel="Accuracy on what is taught",
        done=judged("random-labels-by-heart", "random-labels-teach-nothing"),
        answer=OneOf(
            {
                "That something general was learned": (
                    "There is nothing general in random labels, and on the test it guesses."
                ),
                "Only that the network can store it": (
                    "A network of this size learns 100 labels by heart, true or not."
                ),
                "That the labels are right": "Its labels are drawn at random.",
            },
            right=2,
            hint="What does random get on the test?",
        ),
    ),
    TourStep(
        "Two curves part",
        "The same run. v chooses whose pictures you see: choose noisy. Go back with the comma, "
        "forward with the full stop, and stop where the curves part. The panel of the wrong labels "
        "has the reason: what the network says of the images that it was taught wrongly.",
        "At what moment should training of noisy have stopped?",
        variants=RACE,
        panel="Training and test",
        done=judged("wrong-labels-are-seen-through-first"),
        answer=OneOf(
            {
                "When the accuracy in training is 1.00": (
                    "By then it has learned the wrong labels too, and the test has come down."
                ),
                "When the accuracy on other images stops rising": (
                    "From then on it learns single wrong labels. Images that are held out "
                    "show this moment; the training set does not."
                ),
                "Never, more training is always better": (
                    "Its test accuracy comes down again after its peak."
                ),
            },
            right=2,
            hint="Find the highest point of the test curve.",
        ),
    ),
    TourStep(
        "Ask about a label",
        "Type :ask wrong to see which labels are wrong, and :ask train 2 about one of the "
        "examples. The answers are among the notes. v changes the network. The sheet of images "
        "shows twelve: before the colon what was taught, after it what the network says.",
        "Could a network help you to find wrong labels in your own data?",
        variants=RACE,
        panel="What was taught",
        starts=True,
        done=asked,
        answer=OneOf(
            {
                "Yes, at an early step": (
                    "Early it says what the image really shows, in spite of its label. "
                    "Labels that it contradicts then are worth a look."
                ),
                "Yes, at the end": (
                    "At the end it repeats every wrong label. It contradicts none."
                ),
                "No, it believes its labels": (
                    "It does so only at the end. Early it contradicts most of the wrong ones."
                ),
            },
            right=1,
            hint="Ask at an early step, and again at the end.",
        ),
    ),
    TourStep(
        "The same three methods, twice",
        "Weight decay, dropout and images moved by a pixel, with 30 % wrong labels. Wait for the "
        "end. Then load the preset clean-labels, where every label is right, and run it. Each "
        "time compare the three with the network that has none of them.",
        "What tells you whether such a method will help?",
        preset="wrong-labels",
        panel="Accuracy on the test",
        starts=True,
        done=judged("regularizers-help-with-wrong-labels"),
        answer=OneOf(
            {
                "The gap between training and test": (
                    "Both runs have such a gap. In one the methods help, in the other they do not."
                ),
                "Whether single labels may be wrong": (
                    "All three keep the network from following single examples. That "
                    "helps where these are wrong, and costs where they are right."
                ),
                "The size of the network": "It is the same network in both runs.",
            },
            right=2,
            hint="What differs between the two runs?",
        ),
    ),
    TourStep(
        "Wider, and worse, and better",
        "No training here: each step is one width of a layer with random weights, solved exactly. "
        "At 0 there are as many units as images, at 1 twice as many. Watch both curves. In another "
        "run turn the penalty while it goes: :set ridge 0.001.",
        "What makes the accuracy fall where there are as many units as images?",
        preset="double-descent",
        panel="Test accuracy by width",
        starts=True,
        done=judged("a-ridge-removes-the-peak"),
        answer=OneOf(
            {
                "Too many weights": (
                    "With many more weights it rises again, so their number alone is not it."
                ),
                "Huge weights, because the penalty is missing": (
                    "Only one solution fits all labels there, and its weights are huge. A "
                    "small penalty forbids that, and the low is gone."
                ),
                "Too few images": "The ridge learns from the same images and has no such low.",
            },
            right=2,
            hint="Compare with the curve of the ridge.",
        ),
    ),
)
