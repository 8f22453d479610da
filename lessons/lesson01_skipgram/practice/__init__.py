"""The exercises of this lesson, in order."""

EXERCISES = ("window_pairs", "noise_distribution", "negative_sampling_loss", "analogy")
