"""The networks that race, and settings worth trying."""

from typing import Any

from lessons.kit import Preset

VARIANTS: dict[str, dict[str, Any]] = {
    "true-labels": {"wrong_labels": False},
    "wrong-labels": {"wrong_labels": True},
}
COPIED: dict[str, dict[str, Any]] = {
    "1-copy": {"copies": 1},
    "2-copies": {"copies": 2},
    "4-copies": {"copies": 4},
    "8-copies": {"copies": 8},
}
OWN: dict[str, dict[str, Any]] = {"explained": {}}

PRESETS = [
    Preset(
        "function",
        "A function whose parts are known: IG, Shapley, LIME and the gradient beside the truth",
        {"task": "function", "steps": 600, "batch": 200},
        OWN,
    ),
    Preset(
        "copies",
        "Known bad: the strongest cause stands in several columns, and looks weak in each",
        {"task": "copies", "steps": 300, "lr": 0.01, "hidden": 32, "batch": 100},
        COPIED,
    ),
    Preset(
        "conv",
        "Two convolutions: guided backprop keeps nearly half of its map with random weights",
        {"network": "conv", "steps": 120},
        {"true-labels": {"wrong_labels": False}},
    ),
    Preset(
        "rows",
        "A table: breast cancer, or your own with --data",
        {"task": "rows", "steps": 200},
        {"true-labels": {"wrong_labels": False}},
    ),
    Preset(
        "own-run",
        "A network of yours, from a run of lessons 4, 6 or 11: --set run=NAME",
        {"task": "run", "steps": 60},
        OWN,
        wants="run",
    ),
]
