"""The exercises of this lesson, in order."""

EXERCISES = ("attention_row", "masked_attention", "split_heads", "attention_entropy")
