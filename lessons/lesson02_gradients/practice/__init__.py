"""The exercises of this lesson, in order."""

EXERCISES = ("rnn_states", "backward_through_time", "orthogonal", "forget_bias", "truncated")
