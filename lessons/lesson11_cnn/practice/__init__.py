"""The exercises of this lesson, in order."""

EXERCISES = ("conv2d", "conv_channels", "max_pool", "receptive_field")
