"""The exercises of this lesson, in order."""

EXERCISES = ("log_uniform", "successive_halving", "best_of_n", "real_difference")
