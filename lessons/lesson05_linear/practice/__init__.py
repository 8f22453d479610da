"""The exercises of this lesson, in order."""

EXERCISES = ("gradient_by_hand", "numeric_gradient", "largest_rate", "gradient_descent")
