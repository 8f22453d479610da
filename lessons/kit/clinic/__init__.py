"""Sick trainings: what a case is, which faults there are, and which tests can be ordered."""
