"""Where the runs of a sweep are trained: on this machine, by Slurm, on a Ray cluster."""
