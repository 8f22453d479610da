"""`dl-lab clinic`: sick trainings without a screen."""
