"""The exercises of this lesson, in order."""

EXERCISES = ("early_fusion", "late_fusion", "modality_dropout", "gated_fusion")
