"""What a learner sees and may ask."""
