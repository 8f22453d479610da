"""The exercises of this lesson, in order."""

EXERCISES = ("gan_losses", "r1_penalty", "modes_covered", "average_weights", "train_gan")
