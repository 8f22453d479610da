"""The exercises of this lesson, in order."""

EXERCISES = ("lstm_step", "gru_step", "reverse_padded", "masked_loss", "teacher_forcing")
