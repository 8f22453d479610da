"""What stands on the screen of a class."""
