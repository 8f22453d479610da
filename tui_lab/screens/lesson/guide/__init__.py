"""What leads a learner through the screen: which keys matter, what can be typed, where to go."""
