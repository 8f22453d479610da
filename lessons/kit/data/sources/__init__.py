"""Files and folders as bytes and text: formats, compression, encodings."""
