"""The screen that holds one lesson."""
