"""Files that carry a state: made, mailed, opened."""
