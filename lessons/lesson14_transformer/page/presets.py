"""The networks that race, and settings worth trying: good ones, and ones that are known bad."""

from typing import Any

from lessons.kit import Preset

VARIANTS: dict[str, dict[str, Any]] = {
    "two-layers": {},
    "one-layer": {"layers": 1},
    "smeared": {"layers": 1, "smear": True},
    "fixed-length": {"layers": 1, "period": 12},
}
"""Two layers, one, one with help, and one on an easier task."""
KINDS: dict[str, dict[str, Any]] = {
    kind: {"positions": kind} for kind in ("learned", "sinusoidal", "rotary", "none")
}
LEAK: dict[str, dict[str, Any]] = {"masked": {}, "unmasked": {"mask": False}}
SMALL: dict[str, Any] = {
    "task": "text", "mlp": 2, "context": 36, "lr": 5e-3, "batch": 12,
}  # fmt: skip
LARGE: dict[str, Any] = {
    "task": "text", "layers": 4, "heads": 4, "width": 128, "mlp": 4, "weight_decay": 0.1,
    "positions": "rotary", "lr": 3e-3,
}  # fmt: skip

PRESETS = [
    Preset("positions", "Two layers that are told of places in four ways", {}, KINDS),
    Preset("leak", "Known bad: without the mask the loss is better than it can be", SMALL, LEAK),
    Preset(
        "verse",
        "A long text of your own: 4 layers, 4 heads, width 128, a minute or two",
        LARGE | {"context": 64, "batch": 12, "steps": 2000},
        {"transformer": {}},
    ),
    Preset(
        "names",
        "Names of your own, one a line: it makes up new ones",
        LARGE | {"context": 20, "batch": 64, "steps": 2000},
        {"transformer": {}},
    ),
]
