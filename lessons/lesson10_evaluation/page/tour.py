"""The lesson in five steps: from a threshold to four ways of fooling oneself."""

from lessons.kit import History, OneOf, TourStep, judged
from lessons.lesson10_evaluation.fooling import mean_of

VARIANTS = ("plain", "weighted", "calibrated")

STEPS = {
    "Selecting columns": "selected", "Scaling columns": "scaled",
    "Splitting one patient's rows": "grouped", "Copying rare rows": "copied",
}  # fmt: skip
"""What is done before the split or after it, and the score of noise that comes of it."""


def harmless(h: History) -> str | None:
    """The step whose score changes least by being done before the split."""
    if not {"leaky", "honest"} <= set(h.variants) or not all(map(h.finished, h.variants)):
        return None
    gaps = {
        choice: abs(mean_of(h, "leaky", scalar) - mean_of(h, "honest", scalar))
        for choice, scalar in STEPS.items()
    }
    return min(gaps, key=gaps.__getitem__)


TOUR = (
    TourStep(
        "One threshold, four pictures",
        "One row in 21 is positive. Press p and predict, then space: three networks train for "
        "seconds. At the end open the knobs (2), put the cursor on threshold and press the left "
        "arrow again and again (or type :set threshold 0.1). Watch the point on the ROC curve, on "
        "precision and recall, in the matrix and on the cost.",
        "A miss costs 20 false alarms. Which threshold costs least, if the probabilities mean "
        "what they say?",
        variants=VARIANTS,
        panel="Cost of a row",
        done=judged("accuracy-hides-it", "costs-decide"),
        answer=OneOf(
            {
                "0.5": "There a false alarm would cost as much as a miss.",
                "1/21, about 0.05": (
                    "Call it positive where 20 p is more than 1 − p. So the costs alone "
                    "give the threshold, without a search."
                ),
                "0.95": ("Then nearly every positive would be missed, and misses are what costs."),
            },
            right=2,
            hint="At which p do 20 p and 1 − p cost the same?",
        ),
    ),
    TourStep(
        "The weights and the meaning",
        "Play to the end, and press v until the pictures are those of weighted. Its cost curve "
        "lies left of where its probabilities promise. Then calibrated: the same network, and "
        "two numbers more. Ask it with a: 20:1, then 2:1.",
        "You do not know somebody's costs. Which of the three do you hand over?",
        variants=VARIANTS,
        panel="Reliability",
        done=judged("weights-cost-calibration", "two-numbers-repair-it"),
        answer=OneOf(
            {
                "plain": (
                    "Its probabilities mean roughly what they say. But calibrated has "
                    "been checked on rows of its own."
                ),
                "weighted": (
                    "Its probabilities are several times too high: any threshold taken "
                    "from the costs is wrong for it."
                ),
                "calibrated": (
                    "Its probabilities mean what they say. So each person can compute a "
                    "threshold from their own costs."
                ),
            },
            right=3,
            hint="Whose points lie on the diagonal?",
        ),
    ),
    TourStep(
        "Too sure",
        "500 digits, and one answer in five is wrong. The network learns the wrong answers by "
        "heart, and is sure of everything. One number, fitted on 300 other rows, makes it modest. "
        "See also what error a perfect predictor has on few rows.",
        "Is a calibration error of 0.05 on 200 test rows a sign of anything?",
        preset="overconfident",
        panel="Calibration error",
        starts=True,
        done=judged("one-number-helps", "error-of-the-bins"),
        answer=OneOf(
            {
                "Yes, it should be 0": (
                    "Even exactly right probabilities get more than 0, since few rows are "
                    "in each bin."
                ),
                "No, luck alone gives as much": (
                    "With 200 rows the bins hold so few that a perfect predictor gets "
                    "about that. Compare it with the value for chance."
                ),
            },
            right=2,
            hint="What does a perfect predictor get on few rows?",
        ),
    ),
    TourStep(
        "The best of fifty",
        "Fifty networks differ only in their bootstraps. 100 images choose the best of them. "
        "Compare the first strip with the second, then look at the third: fifty equal models. "
        "The leaderboard is climbed by coins.",
        "What would you report of the chosen network?",
        preset="luck",
        panel="Fifty scores",
        starts=True,
        done=judged("the-best-was-luck", "coins-climb"),
        answer=OneOf(
            {
                "Its score on the images that chose it": (
                    "It was chosen because it was lucky on just these images: that score "
                    "is too good."
                ),
                "Its score on images that chose nothing": (
                    "Fresh images know nothing of the choice. Most of its lead is gone there."
                ),
                "The mean of both scores": "Half of a score that is too good is still too good.",
            },
            right=2,
            hint="Compare the first strip with the second.",
        ),
    ),
    TourStep(
        "Before the split",
        "Tables of pure noise. leaky selects columns, scales, splits rows of one patient and "
        "copies rare rows before the folds are cut; honest does the same inside them. A half is "
        "all that can be had.",
        "The columns are noise. Which of the four makes hardly any difference here?",
        preset="leaks",
        panel="Columns selected",
        starts=True,
        done=judged("selection-leaks", "scaling-does-not"),
        answer=OneOf(
            {
                "Selecting columns": (
                    "It looks at the labels of the rows that are held out, and gets far "
                    "above a half."
                ),
                "Scaling columns": (
                    "It uses means and deviations only, and no label. Do it inside the "
                    "folds anyway: it costs nothing."
                ),
                "Splitting one patient's rows": (
                    "Rows of one patient are alike, so the held-out ones are already known."
                ),
                "Copying rare rows": "Copies of one row land on both sides of the split.",
            },
            right=harmless,
            hint="Which of them looks at no label and moves no row?",
        ),
    ),
)
