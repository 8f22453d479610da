"""What the measurements are made with: a terminal, a run, a learner, a ratio beside its budget."""
