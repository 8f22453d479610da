"""Reading what learners bring: corpora of any size, labelled texts of any shape."""
