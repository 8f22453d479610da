"""The exercises of this lesson, in order."""

EXERCISES = ("momentum_step", "adam_step", "decoupled_decay", "cosine_schedule", "train_scheduled")
