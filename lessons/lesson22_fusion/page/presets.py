"""The networks that race, and settings worth trying."""

from typing import Any

from lessons.kit import Preset

VARIANTS: dict[str, dict[str, Any]] = {
    "early": {"fusion": "early"},
    "late": {"fusion": "late"},
    "joint": {"fusion": "joint"},
    "image": {"fusion": "image"},
    "caption": {"fusion": "caption"},
}
MISSING: dict[str, dict[str, Any]] = {
    "early": {"fusion": "early"},
    "dropout": {"fusion": "early", "dropout": 0.5},
    "image": {"fusion": "image"},
    "caption": {"fusion": "caption"},
}
SAME: dict[str, Any] = {"task": "redundant", "noise": 0.6}
LOST: dict[str, Any] = SAME | {"right": 0.7}

PRESETS = [
    Preset("xor", "Neither sense knows it alone: only early fusion can", {}, VARIANTS),
    Preset("redundant", "Both say the same, each with mistakes: multiply two networks", SAME,
           VARIANTS),
    Preset("missing", "The caption is lost at the test: with modality dropout and without", LOST,
           MISSING),
    Preset("dropout-xor", "Known bad: modality dropout where one sense alone knows nothing",
           {"task": "xor"}, MISSING),
]  # fmt: skip
