"""Every figure that the README and the stories state, measured again."""
