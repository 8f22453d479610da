"""The machine under us: memory, GPUs, files, signals, time, and numbers in words."""
