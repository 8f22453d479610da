"""Real weights: a folder with a BERT, how it cuts texts, and its encoder."""
