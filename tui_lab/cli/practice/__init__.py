"""`dl-lab practice`: exercises on the command line."""
