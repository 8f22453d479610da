"""The pane beside the panels: story, knobs, claims, notes, tour, host."""
