"""Sweeps: what is tried, how it is judged, and that no trial is lost or run twice."""
