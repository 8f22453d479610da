"""Examples with labels, from tables, files and folders."""
