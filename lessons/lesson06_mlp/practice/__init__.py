"""The exercises of this lesson, in order."""

EXERCISES = ("two_layers", "backward", "cross_entropy", "train_xor")
