"""Loops that learn in ways of their own, to be taken apart."""
