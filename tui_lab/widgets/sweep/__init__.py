"""What stands on the screen of a sweep: its table, its charts, its line at the top."""
