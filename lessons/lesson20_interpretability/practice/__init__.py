"""The exercises of this lesson, in order."""

EXERCISES = ("saliency", "integrated_gradients", "occlusion", "deletion_curve")
