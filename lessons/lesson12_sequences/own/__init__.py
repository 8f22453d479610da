"""The learner's own data."""
