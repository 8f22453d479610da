"""The networks of the race, and settings worth trying, good ones and bad ones."""

from typing import Any

from lessons.kit import Preset
from lessons.lesson05_linear.claims import SWEEP

VARIANTS: dict[str, dict[str, Any]] = {
    "yours": {},
    "at": {"lr": 1.0},
    "above": {"lr": 1.05},
    "small": {"lr": 0.1},
}
EDGE: dict[str, dict[str, Any]] = {"inside": {"lr": 0.99}, "over-the-edge": {"lr": 1.01}}
UNITS: dict[str, dict[str, Any]] = {"metres": {}, "centimetres": {"stretch": 100.0}}
SCALED: dict[str, dict[str, Any]] = {"raw": {}, "standardised": {"standardise": True}}

PRESETS = [
    Preset(
        "edge",
        "1 % below the limit and 1 % above it: one arrives, one is lost",
        {"steps": 1000},
        EDGE,
    ),
    Preset(
        "sweep",
        "Six rates below the limit: the best is near it, and not on it",
        {"steps": 300},
        SWEEP,
    ),
    Preset(
        "scaled",
        "The same points, x as it is or standardised: one direction is slow, or none",
        variants=SCALED,
    ),
    Preset(
        "tutorial",
        "lr 0.01, as in most tutorials: it works, and after 600 steps b is still wrong",
        {"lr_in": "plain", "lr": 0.01},
        {"tutorial": {}},
    ),
    Preset(
        "units",
        "Known bad: lr 0.01 again, and x in centimetres instead of metres",
        {"lr_in": "plain", "lr": 0.01, "steps": 200},
        UNITS,
    ),
    Preset(
        "diabetes",
        "Ten measurements of 442 patients: eleven directions, and the flattest decides",
        {"dataset": "diabetes", "steps": 5000},
        EDGE,
    ),
    Preset(
        "beyond",
        "Known bad: three times the limit, until the loss is beyond the largest number",
        variants={"far-above": {"lr": 3.0}},
    ),
]
