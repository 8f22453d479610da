"""Time as a means to see more: slow motion, playing a run back, one step taken apart."""
