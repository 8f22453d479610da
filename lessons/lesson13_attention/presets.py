"""The networks that race, and settings worth trying: good ones, and ones that are known bad."""

from typing import Any

from lessons.kit import Preset

VARIANTS: dict[str, dict[str, Any]] = {
    "attention": {},
    "bag": {"model": "bag"},
    "mlp": {"model": "mlp"},
}
"""One looks where it likes, one at everything alike, one has weights for every place."""
REVERSING: dict[str, dict[str, Any]] = {
    "places": {"positions": "learned"},
    "no-places": {},
    "flat": {"model": "mlp", "positions": "learned"},
}

PRESETS = [
    Preset("reverse", "Ten symbols backwards: with places, without, and a flat network",
           {"task": "reverse", "symbols": 10, "steps": 400}, REVERSING),
]  # fmt: skip
