"""Settings worth trying, good ones and bad ones."""

from typing import Any

from lessons.kit import Preset

DIGITS = {"task": "calibration", "hidden": 256, "layers": 2, "batch": 250, "lr": 1e-3, "steps": 400}
RAW = {"raw": {"calibration": "none"}, "tempered": {"calibration": "temperature"}}
FIFTY: dict[str, dict[str, Any]] = {"fifty": {"models": 50}}
LEAKS: dict[str, dict[str, Any]] = {"leaky": {"leaky": True}, "honest": {"leaky": False}}

PRESETS = [
    Preset(
        "overconfident",
        "Known bad: 500 digits with wrong labels learned by heart, and one number that helps",
        DIGITS,
        RAW,
    ),
    Preset(
        "clean",
        "The same without wrong labels: what error of calibration is left is that of the bins",
        DIGITS | {"label_noise": 0.0},
        RAW,
    ),
    Preset(
        "luck",
        "The best of fifty, a leaderboard of coins, and folds that are drawn anew",
        {"task": "luck", "lr": 0.02, "steps": 300},
        FIFTY,
    ),
    Preset(
        "leaks",
        "Known bad: four things done before the split, on tables of noise",
        {"task": "leaks", "steps": 40},
        LEAKS,
    ),
    Preset(
        "even",
        "Known good: as many positives as negatives, where accuracy says what it seems to say",
        {"negatives": 1, "miss": 1.0},
    ),
]
