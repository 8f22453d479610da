"""The Textual app: opening it, the way between its screens, leaving it."""
