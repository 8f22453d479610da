"""A network of a learner's own run, and their own data."""
