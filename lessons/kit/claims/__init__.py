"""Claims, the history that they are judged on, and how a run ended."""
