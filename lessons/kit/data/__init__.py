"""Data that a learner brings, read without guessing."""
