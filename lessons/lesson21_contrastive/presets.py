"""The networks that race, and settings worth trying: good ones, and ones that are known bad."""

from typing import Any

from lessons.kit import Preset

VARIANTS: dict[str, dict[str, Any]] = {
    "simclr": {},
    "same-views": {"strength": 0.0},
}

PULL: dict[str, dict[str, Any]] = {
    "simclr": {},
    "no-negatives": {"negatives": False},
}
HEADS: dict[str, dict[str, Any]] = {
    "simclr": {},
    "no-head": {"head": 0},
}
KINDS: dict[str, dict[str, Any]] = {
    "all": {},
    "moved": {"kind": "moved"},
    "shaded": {"kind": "shaded"},
}
TAUS: dict[str, dict[str, Any]] = {
    "tau-0.05": {"tau": 0.05},
    "tau-0.2": {},
    "tau-1": {"tau": 1.0},
}

PRESETS = [
    Preset("collapse", "Known bad: views pull together, and nothing pushes apart", {}, PULL),
    Preset(
        "which-views", "Geometry, shades, or both: what do the views have to change?", {}, KINDS
    ),
    Preset("temperature", "How much more the nearest push than the far ones", {}, TAUS),
    Preset("head", "With a head that is thrown away, and without", {}, HEADS),
]
