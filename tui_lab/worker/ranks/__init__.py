"""The processes of a run that share its batches: rank 0 is the worker, and the others obey it."""
