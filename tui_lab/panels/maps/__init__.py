"""Heatmaps: one map or several, a cursor over them, and how their rows were computed."""
