"""A run on disk: its folder, its stream, its report, and who holds it."""
