"""The exercises of this lesson, in order."""

EXERCISES = ("mask_tokens", "mlm_loss", "freeze")
