"""The exercises of this lesson, in order."""

EXERCISES = ("span_mean", "nearest_sense", "purity")
