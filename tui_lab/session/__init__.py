"""What one learner wants: the run on screen, the draft of the next one, the view, the tour."""
