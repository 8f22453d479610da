"""What the screens are made of: one widget a file, each with its own style."""
