"""Which settings to try next: asked of Optuna, by `dl-lab sweep` and by the lesson about tuning."""
