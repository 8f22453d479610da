"""A case of the clinic as a session: what was recorded, ordered, named and cured."""
