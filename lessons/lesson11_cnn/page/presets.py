"""The networks that race, and settings worth trying: good ones, and ones that are known bad."""

from typing import Any

from lessons.kit import Preset

VARIANTS: dict[str, dict[str, Any]] = {
    "pooled": {"network": "pooled"},
    "conv": {"network": "conv"},
    "mlp": {"network": "mlp"},
    "logistic": {"network": "logistic"},
}
POOLS: dict[str, dict[str, Any]] = {
    "pooled": {"network": "pooled"},
    "halved": {"network": "pooled", "halved": 1},
    "halved-twice": {"network": "pooled", "halved": 2},
}
SHOWN_BOTH: dict[str, dict[str, Any]] = {
    "mlp": {"network": "mlp"},
    "mlp-moved": {"network": "mlp", "moved": 2},
    "conv": {"network": "conv"},
    "conv-moved": {"network": "conv", "moved": 2},
}
WINDOWS: dict[str, dict[str, Any]] = {
    "1x1": {"network": "pooled", "kernel": 1},
    "3x3": {"network": "pooled", "kernel": 3},
    "5x5": {"network": "pooled", "kernel": 5},
}

PRESETS = [
    Preset("halved", "Pools of 2 inside: how much one pixel costs then", {}, POOLS),
    Preset("moved", "The other cure: show the network moved images", {}, SHOWN_BOTH),
    Preset("window", "Known bad: a window of one pixel sees no shape", {}, WINDOWS),
]
