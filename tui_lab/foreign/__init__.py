"""Logs of trainings that are not ours, read as they grow: CSV, JSON Lines, TensorBoard's files."""
