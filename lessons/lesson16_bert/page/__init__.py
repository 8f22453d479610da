"""What the lesson's page is made of: claims, predictions, presets and the tour."""
