"""The exercises of this lesson, in order."""

EXERCISES = (
    "causal_mask",
    "sinusoidal_positions",
    "rotary",
    "layer_norm",
    "cached_step",
    "top_k_probabilities",
)
