"""The training process. With `contract`, the only room that reaches torch."""
