"""The exercises of this lesson, in order."""

EXERCISES = ("info_nce", "alignment_uniformity", "nearest_neighbours", "stop_gradient")
