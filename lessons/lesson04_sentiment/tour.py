"""The lesson in five steps: what counting cannot see, and what a wrong line of code hides."""

from lessons.kit import OneOf, TourStep, asked, judged

BESIDE = ("lstm", "lstm-padded")

TOUR = (
    TourStep(
        "A line that counts words",
        "“Clever and not dull”, “dull and not clever”: the same words, and the opposite verdict. "
        "Press space and say what you expect. The linear model, TF-IDF with one weight for each "
        "word, is fitted before the networks start: the line across the bars is its accuracy.",
        "The line adds one weight for each word. Can it tell these two sentences apart?",
        variants=BESIDE,
        panel="Accuracy on the test",
        done=judged("words-alone-are-blind"),
        answer=OneOf(
            {
                "Yes, if not has a large weight": (
                    "not is in both sentences, so its weight is added to both sums."
                ),
                "No, both have the same sum": (
                    "Both have the same words. Whatever the weights are, the two sums are equal."
                ),
                "Yes, with more training texts": (
                    "More texts give better weights. The two sums stay equal."
                ),
            },
            right=2,
            hint="Write the sum down for each sentence.",
        ),
    ),
    TourStep(
        "One line of code",
        "Let the same run go on to its end. The two networks have the same weights at the start, "
        "and the same batches. One is read at the last word; the other at the end of the padding, "
        "which fills short texts up. No error is raised.",
        "Your own network says 50 %. How would you find out whether it is this mistake?",
        variants=BESIDE,
        panel="Accuracy on validation texts",
        done=judged("padding-blinds", "lstm-reads-order"),
        answer=OneOf(
            {
                "Train it longer": (
                    "It would go on guessing: what it knew of a short text is lost in the padding."
                ),
                "Give it one text alone, without padding": (
                    "If the answer then changes, the padding counts as words. Texts of "
                    "one length show it too."
                ),
                "Look for an error message": (
                    "There is none: a number comes out, only the wrong state is read."
                ),
            },
            right=2,
            hint="What differs for a text that is the longest of its batch?",
        ),
    ),
    TourStep(
        "Ask it",
        "Type :ask the plot was not clever but dull, and turn the words about. The answer is among "
        "the notes. Blue words speak for the verdict, orange ones against it; go back "
        "through the run with the comma, forward with the full stop.",
        "Turn clever and dull about, so that clever is the judged word. What does the lstm say?",
        variants=BESIDE,
        panel="What each word does",
        starts=True,
        done=asked,
        answer=OneOf(
            {
                "The same as before": (
                    "A line that counts words would. The lstm reads them in order."
                ),
                "The opposite": (
                    "not clever but dull is bad, not dull but clever is good. The same "
                    "words, and the order decides."
                ),
            },
            right=2,
            hint="Ask both, and compare the answers among the notes.",
        ),
    ),
    TourStep(
        "Which states are read",
        "A plain RNN, three times: read from its last state, from the mean of all its states, and "
        "from the largest value of each unit. The cell is the same. Wait for the end.",
        "Can a plain RNN solve this task?",
        preset="pooling",
        panel="Accuracy on the test",
        starts=True,
        done=judged("reading-matters"),
        answer=OneOf(
            {
                "No, its memory is too short": (
                    "With the mean or the largest value it does. The cell is the same in all three."
                ),
                "Yes, whatever is read": "Look at the one that is read from its last state.",
                "Yes, if the right states are read": (
                    "The last state has lost what came early. The mean or the maximum "
                    "brings early states directly to the answer."
                ),
            },
            right=3,
            hint="Compare the three bars. The cell is the same.",
        ),
    ),
    TourStep(
        "Twelve sentences",
        "As in many a tutorial: twelve sentences to learn from. Validation looks at the same "
        "twelve, the test at forty others, which use those words in other turns. Compare the two "
        "accuracies.",
        "Which of the two accuracies would such a tutorial have shown you?",
        preset="twelve",
        panel="Accuracy on the test",
        starts=True,
        done=judged("twelve-teach-nothing"),
        answer=OneOf(
            {
                "That of the forty other sentences": (
                    "It has no other sentences: all twelve were used for training."
                ),
                "That of the twelve it learned from": (
                    "It is near 1 and says only that twelve sentences can be learned by heart."
                ),
            },
            right=2,
            hint="How many sentences does that tutorial have?",
        ),
    ),
)
