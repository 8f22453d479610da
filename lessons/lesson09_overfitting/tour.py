"""The lesson in five steps: from labels that mean nothing to a penalty that removes a peak."""

from lessons.kit import TourStep, asked, judged

RACE = ("noisy", "random", "clean", "more-data")

TOUR = (
    TourStep(
        "Labels that mean nothing",
        "Four copies of one network. clean learns from 100 digits, noisy from the same with 30 % "
        "of the labels wrong, random with all labels mixed up, more-data from all 1,258. Press p "
        "and say what you expect; then space. First look here, then at the accuracy on the test.",
        "If random gets to 1.00 here too, what does an accuracy in training tell you?",
        variants=RACE,
        panel="Accuracy on what is taught",
        done=judged("random-labels-by-heart", "random-labels-teach-nothing"),
    ),
    TourStep(
        "Two curves part",
        "The same run. v chooses whose pictures you see: choose noisy. Go back with the comma, "
        "forward with the full stop, and stop where the curves part. The panel of the wrong labels "
        "has the reason: what the network says of the images that it was taught wrongly.",
        "At which step would you have stopped, and how would you have known?",
        variants=RACE,
        panel="Training and test",
        done=judged("wrong-labels-are-seen-through-first"),
    ),
    TourStep(
        "Ask about a label",
        "Type :ask wrong to see which labels are wrong, and :ask train 2 about one of the "
        "examples. The answers are among the notes. v changes the network. The sheet of images "
        "shows twelve: before the colon what was taught, after it what the network says.",
        "Could a network help to find the wrong labels in your own data? At which step?",
        variants=RACE,
        panel="What was taught",
        starts=True,
        done=asked,
    ),
    TourStep(
        "The same three methods, twice",
        "Weight decay, dropout and images moved by a pixel, with 30 % wrong labels. Wait for the "
        "end. Then load the preset clean-labels, where every label is right, and run it. Each "
        "time compare the three with the network that has none of them.",
        "In both runs the plain network reaches 1.00 in training. What then tells you whether a "
        "regularizer will help?",
        preset="wrong-labels",
        panel="Accuracy on the test",
        starts=True,
        done=judged("regularizers-help-with-wrong-labels"),
    ),
    TourStep(
        "Wider, and worse, and better",
        "No training here: each step is one width of a layer with random weights, solved exactly. "
        "At 0 there are as many units as images, at 1 twice as many. Watch both curves. In another "
        "run turn the penalty while it goes: :set ridge 0.001.",
        "What would this curve have looked like had nobody left the penalty out?",
        preset="double-descent",
        panel="Test accuracy by width",
        starts=True,
        done=judged("a-ridge-removes-the-peak"),
    ),
)
