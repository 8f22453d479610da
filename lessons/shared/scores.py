"""How well predictions fit the test rows: of a network and of the models beside it alike."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = NDArray[Any]


def accuracy(said: Values, true: Values) -> float:
    """The share of rows whose class is said right."""
    return float(np.mean(said == true))


def balanced_accuracy(said: Values, true: Values) -> float:
    """The mean over the classes of the share that is found of each: chance is 1 / classes.

    Of 1,000 rows against 20, who always says the first class has .98 of accuracy and .5 of this.
    """
    return float(np.mean([np.mean(said[true == each] == each) for each in np.unique(true)]))


def root_mean_square(said: Values, true: Values) -> float:
    """The size of the usual error, in the units of the target: √ mean (y − ŷ)²."""
    return float(np.sqrt(np.mean((said.astype(np.float64) - true) ** 2)))


def explained(said: Values, true: Values) -> float:
    """R² = 1 − Σ (y − ŷ)² / Σ (y − ȳ)²: 0 for who always says the mean of the test rows."""
    spread = float(np.sum((true - np.mean(true, dtype=np.float64)) ** 2))
    error = float(np.sum((said.astype(np.float64) - true) ** 2))
    return 1 - error / spread if spread else 0.0
