"""`dl-lab sweep`: its options, doing it, what it prints, and the sweeps among the runs."""
