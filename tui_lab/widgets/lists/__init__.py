"""Lists to choose from: lessons, runs, choices."""
