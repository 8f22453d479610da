"""The screens of the clinic: the list of cases, and one case."""
