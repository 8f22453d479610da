"""One step of any plain loop taken apart, by watching Python and torch while it is trained."""
