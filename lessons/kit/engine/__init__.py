"""Trains the networks of a race: steps, randomness, devices, checkpoints, failures."""
