"""The networks that race, and settings worth trying: good ones, and ones that are known bad."""

from typing import Any

from lessons.kit import Preset

VARIANTS: dict[str, dict[str, Any]] = {
    "hidden": {},
    "copied": {"hide": False},
}
WAYS: dict[str, dict[str, Any]] = {
    "both": {},
    "left": {"sees": "left"},
}
DEPTHS: dict[str, dict[str, Any]] = {
    "one": {},
    "two": {"layers": 2},
    "none": {"layers": 0},
}

PRESETS = [
    Preset("one-way", "Both ways, or only what came before: a word that comes first sees nothing",
           {}, WAYS),
    Preset("layers", "One layer, two, and none: without any, each word is alone", {}, DEPTHS),
    Preset("young", "Known bad: stopped after 60 steps, when the loss has fallen most of its way",
           {"steps": 60}),
]  # fmt: skip
