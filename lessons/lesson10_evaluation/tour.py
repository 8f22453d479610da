"""The lesson in five steps: from a threshold to four ways of fooling oneself."""

from lessons.kit import TourStep, judged

VARIANTS = ("plain", "weighted", "calibrated")

TOUR = (
    TourStep(
        "One threshold, four pictures",
        "One row in 21 is positive. Press p and predict, then space: three networks train for "
        "seconds. At the end open the knobs (2), put the cursor on threshold and press the left "
        "arrow again and again (or type :set threshold 0.1). Watch the point on the ROC curve, on "
        "precision and recall, in the matrix and on the cost.",
        "At which threshold is the cost least, and how would you have known it before?",
        variants=VARIANTS,
        panel="Cost of a row",
        done=judged("accuracy-hides-it", "costs-decide"),
    ),
    TourStep(
        "The weights and the meaning",
        "Play to the end, and press v until the pictures are those of weighted. Its cost curve "
        "lies left of where its probabilities promise. Then calibrated: the same network, and "
        "two numbers more. Ask it with a: 20:1, then 2:1.",
        "Which of the three would you hand to somebody whose costs you do not know?",
        variants=VARIANTS,
        panel="Reliability",
        done=judged("weights-cost-calibration", "two-numbers-repair-it"),
    ),
    TourStep(
        "Too sure",
        "500 digits, and one answer in five is wrong. The network learns the wrong answers by "
        "heart, and is sure of everything. One number, fitted on 300 other rows, makes it modest. "
        "See also what error a perfect predictor has on few rows.",
        "Is an error of 0.05 on 200 test rows a sign of anything?",
        preset="overconfident",
        panel="Calibration error",
        starts=True,
        done=judged("one-number-helps", "error-of-the-bins"),
    ),
    TourStep(
        "The best of fifty",
        "Fifty networks differ only in their bootstraps. 100 images choose the best of them. "
        "Compare the first strip with the second, then look at the third: fifty equal models. "
        "The leaderboard is climbed by coins.",
        "What would you report of the chosen one, and on which images?",
        preset="luck",
        panel="Fifty scores",
        starts=True,
        done=judged("the-best-was-luck", "coins-climb"),
    ),
    TourStep(
        "Before the split",
        "Tables of pure noise. leaky selects columns, scales, splits rows of one patient and "
        "copies rare rows before the folds are cut; honest does the same inside them. A half is "
        "all that can be had.",
        "Which of the four have you done yourself?",
        preset="leaks",
        panel="Columns selected",
        starts=True,
        done=judged("selection-leaks", "scaling-does-not"),
    ),
)
