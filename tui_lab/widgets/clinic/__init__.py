"""What stands on the screens of the clinic."""
