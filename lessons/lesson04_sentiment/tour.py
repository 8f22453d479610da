"""The lesson in five steps: what counting cannot see, and what a wrong line of code hides."""

from lessons.kit import TourStep, asked, judged

BESIDE = ("lstm", "lstm-padded")

TOUR = (
    TourStep(
        "A line that counts words",
        "“Clever and not dull”, “dull and not clever”: the same words, and the opposite verdict. "
        "Press space and say what you expect. The linear model, TF-IDF with one weight for each "
        "word, is fitted before the networks start: the line across the bars is its accuracy.",
        "What would the weights of not, clever and dull have to be, to tell the two apart?",
        variants=BESIDE,
        panel="Accuracy on the test",
        done=judged("words-alone-are-blind"),
    ),
    TourStep(
        "One line of code",
        "Let the same run go on to its end. The two networks have the same weights at the start, "
        "and the same batches. One is read at the last word; the other at the end of the padding, "
        "which fills short texts up. No error is raised.",
        "Your own network says 50 %. How would you find out whether it is this?",
        variants=BESIDE,
        panel="Accuracy on validation texts",
        done=judged("padding-blinds", "lstm-reads-order"),
    ),
    TourStep(
        "Ask it",
        "Type :ask the plot was not clever but dull, and turn the words about. The answer is among "
        "the notes. Blue words speak for the verdict, orange ones against it; go back "
        "through the run with the comma, forward with the full stop.",
        "From which moment on does the word not count?",
        variants=BESIDE,
        panel="What each word does",
        starts=True,
        done=asked,
    ),
    TourStep(
        "Which states are read",
        "A plain RNN, three times: read from its last state, from the mean of all its states, and "
        "from the largest value of each unit. The cell is the same. Wait for the end.",
        "Would you have said that a plain RNN cannot do this?",
        preset="pooling",
        panel="Accuracy on the test",
        starts=True,
        done=judged("reading-matters"),
    ),
    TourStep(
        "Twelve sentences",
        "As in many a tutorial: twelve sentences to learn from. Validation looks at the same "
        "twelve, the test at forty others, which use those words in other turns. Compare the two "
        "accuracies.",
        "Which of the two numbers would that tutorial have shown you?",
        preset="twelve",
        panel="Accuracy on the test",
        starts=True,
        done=judged("twelve-teach-nothing"),
    ),
)
