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
    "simclr": {},
    "cold": {"tau": 0.05},
    "warm": {"tau": 1.0},
    "hot": {"tau": 10.0},
}

PRESETS = [
    Preset("collapse", "Known bad: views pull together, and nothing pushes apart", {}, PULL),
    Preset("which-views", "Geometry, shades or both: shades alone teach nothing about digits",
           {}, KINDS),
    Preset("temperature", "From .05 to 10: where all others push alike, little is learned",
           {}, TAUS),
    Preset("head", "With a head that is thrown away, and without: no gain at this size", {}, HEADS),
]  # fmt: skip
