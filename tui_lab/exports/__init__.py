"""What a run leaves for other programs and other people: tables, documents, a page to send."""
