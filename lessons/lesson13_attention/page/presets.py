"""The networks that race, and settings worth trying: good ones, and ones that are known bad."""

from typing import Any

from lessons.kit import Preset

VARIANTS: dict[str, dict[str, Any]] = {
    "attention": {},
    "bag": {"model": "bag"},
    "mlp": {"model": "mlp"},
}
"""One looks where it likes, one at everything alike, one has weights for every place."""
REVERSING: dict[str, dict[str, Any]] = {"places": {"positions": "learned"}, "no-places": {}}
FOUR = {"heads": 4, "head_dim": 8}
HEADS: dict[str, dict[str, Any]] = {
    f"heads-{n}": {"heads": n, "head_dim": 32 // n} for n in (1, 2, 4, 8)
}
"""As many weights in each."""
HARMFUL: dict[str, dict[str, Any]] = {
    "right": {},
    "chained": {"mistake": "chained"},
    "roles": {"mistake": "roles"},
    "viewed": {"mistake": "viewed"},
}
HARMLESS: dict[str, dict[str, Any]] = {
    "right": {},
    "unscaled": {"scaled": False},
    "tanh": {"mistake": "tanh"},
    "wide-scale": {"mistake": "wide-scale"},
    "unsplit": {"mistake": "unsplit"},
}
WIDE: dict[str, dict[str, Any]] = {"scaled": {}, "raw": {"scaled": False}}

PRESETS = [
    Preset("reverse", "Ten symbols backwards: with a vector for each place, and without",
           {"task": "reverse", "symbols": 10, "steps": 400}, REVERSING),
    Preset("heads", "One head, two, four and eight, with as many weights: all of them recall",
           {}, HEADS),
    Preset("mistakes", "Known bad: three that are no attention, and what each of them costs",
           FOUR, HARMFUL),
    Preset("harmless", "Four more mistakes, which cost nothing here: do not blame them",
           FOUR, HARMLESS),
    Preset("many", "Sixteen pairs of 64 keys: a longer search", {"pairs": 16, "symbols": 64}),
]  # fmt: skip
