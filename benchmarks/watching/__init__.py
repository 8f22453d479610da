"""What it costs to start the lab, to follow a run, and to look at it."""
