"""Tables of numbers and categories, with a target."""
