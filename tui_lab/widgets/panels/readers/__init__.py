"""Reading in a maximised panel: a cursor, and what is behind it."""
