"""Reading tables of numbers and categories: which column is which, and which is the target."""
