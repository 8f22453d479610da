"""A state in a small file: what a teacher plans, and a pupil opens."""
