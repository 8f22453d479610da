"""Sweeps: many runs of a lesson that differ in a few settings, and what came out of them."""
