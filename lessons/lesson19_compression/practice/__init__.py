"""The exercises of this lesson, in order."""

EXERCISES = ("quantise", "quantise_rows", "magnitude_prune", "distillation_loss", "train_student")
