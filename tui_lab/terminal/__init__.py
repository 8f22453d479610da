"""The terminal under us: what it can do, what it sends, and what we write to it."""
