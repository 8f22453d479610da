"""The screen that watches logs of other programs."""
