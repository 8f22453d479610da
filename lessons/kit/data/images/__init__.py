"""Images with labels, from folders, idx files and NumPy arrays."""
