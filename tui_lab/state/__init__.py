"""A run's events folded into what a screen knows of it."""
