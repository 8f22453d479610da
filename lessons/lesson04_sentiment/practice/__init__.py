"""The exercises of this lesson, in order."""

EXERCISES = ("pad_batch", "masked_mean", "last_state", "bag_of_words")
