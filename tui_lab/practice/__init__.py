"""Exercises as a learner does them: files, progress, checks. Knows no screen and no torch."""
