"""The kinds of panels: all that the lab does with one, in one file for each. No Textual."""
