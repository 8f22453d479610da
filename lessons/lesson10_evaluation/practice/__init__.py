"""The exercises of this lesson, in order."""

EXERCISES = ("precision_recall", "roc_auc", "confusion", "calibration_error", "paired_bootstrap")
