"""The learner's own data: a text and a word in it, or sentences with the sense of their word."""
