"""The screen of a class."""
