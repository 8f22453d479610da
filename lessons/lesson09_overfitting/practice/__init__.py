"""The exercises of this lesson, in order."""

EXERCISES = ("dropout", "early_stopping", "ridge", "folds", "label_smoothing", "keep_the_best")
