"""`dl-lab ps`, `attach`, `stop`, `resume`, `fork`, `compare`, `replay`, `rm` and `gc`."""
