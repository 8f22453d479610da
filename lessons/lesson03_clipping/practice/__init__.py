"""The exercises of this lesson, in order."""

EXERCISES = ("clip_by_value", "clip_by_norm", "clip_by_unit", "train_clipped")
