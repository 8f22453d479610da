"""What a learner does to a session and to its view: plain functions, each of which a key calls."""
