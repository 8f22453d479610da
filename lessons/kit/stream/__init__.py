"""What a run says, event by event, and the columns that its steps travel in."""
