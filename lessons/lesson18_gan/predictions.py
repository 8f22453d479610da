"""What the learner is asked to predict, and how the run answers."""

from lessons.kit import Prediction

PREDICTIONS: list[Prediction] = []
