"""Charts of lines: the frame, the curves in it, and what stands around them."""
