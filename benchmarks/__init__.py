"""Every figure that docs/performance.md and the stories state, measured again."""
