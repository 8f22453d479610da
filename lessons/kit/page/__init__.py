"""What a lesson's page declares: knobs, panels, predictions, presets, its tour, a run's plan."""
