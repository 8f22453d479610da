"""The learner's labelled texts: read, cut into words, split into three parts, and a baseline."""
