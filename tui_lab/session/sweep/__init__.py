"""A sweep as a screen knows it: its trials, their order, and how much each setting matters."""
