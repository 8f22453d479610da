"""A class without a server: assignments, hand-ins and grades, all of them plain files."""
