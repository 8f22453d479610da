"""t"""

from lessons.kit import Prediction

PREDICTIONS: list[Prediction] = []
