"""Tagging files: a token and its tag on each line, an empty line between sentences."""
