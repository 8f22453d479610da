"""Commands for a class: for its teacher, and for those who hand in."""
