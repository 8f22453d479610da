"""What a process does that grades one hand-in: reads it, judges it, trains it again."""
