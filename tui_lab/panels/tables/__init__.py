"""Tables: as they are drawn in a panel, read when it is maximised, and printed."""
