"""Experiments in which the truth is known: on paper, a function, copied columns."""
