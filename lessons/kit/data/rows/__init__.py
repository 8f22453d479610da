"""Text as rows: a layout held to every byte of the file."""
