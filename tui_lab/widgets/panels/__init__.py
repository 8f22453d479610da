"""The panels of a lesson: one widget for each kind."""
