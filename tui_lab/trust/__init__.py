"""The settings of a user, lessons from outside, and whose code may run."""
