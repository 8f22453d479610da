"""The exercises of this lesson, in order."""

EXERCISES = ("he_and_xavier", "batch_norm", "residual_block", "layer_gradients", "train_and_test")
