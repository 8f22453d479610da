"""A learner's own table of pictures and texts."""
