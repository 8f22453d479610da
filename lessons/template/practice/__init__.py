"""The exercises of this lesson, in order."""

EXERCISES = ("logistic_loss",)
