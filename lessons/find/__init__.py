"""Lessons from outside: an entry point, a folder or a package."""
