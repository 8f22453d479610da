"""The searches that race, and settings worth trying: good ones, and ones that are known bad."""

from typing import Any

from lessons.kit import Preset

VARIANTS: dict[str, dict[str, Any]] = {"tuned": {"tune": True}, "untuned": {"tune": False}}
THREE: dict[str, dict[str, Any]] = {
    "grid": {"search": "grid"}, "random": {"search": "random"}, "sobol": {"search": "sobol"},
}  # fmt: skip
TWO: dict[str, dict[str, Any]] = {"grid": THREE["grid"], "random": THREE["random"]}
ASKED: dict[str, dict[str, Any]] = {"tpe": {"search": "tpe"}, "random": THREE["random"]}
HALVED: dict[str, dict[str, Any]] = {"halving": {"halve": True}, "full": {"halve": False}}

TOY = {"task": "search", "repeats": 256, "steps": 32}
REAL = {"task": "real", "repeats": 64, "steps": 32, "taught": 300, "valid": 150}
LUCKY, MOVED = {"lr_low": 1e-4, "lr_high": 10.0}, {"lr_low": 1e-3, "lr_high": 100.0}
CURVES = {"task": "halving", "valid": 100}
WIDE = {"lr_low": 1e-8, "lr_high": 1e5, "taught": 300, "repeats": 96, "steps": 135}
CROSSING = {
    "lr_low": 0.003, "lr_high": 0.3, "label_noise": 0.4, "taught": 200, "hidden": 32,
    "repeats": 64, "steps": 162,
}  # fmt: skip
OPTUNA = {"task": "search", "engine": "optuna", "repeats": 16}

PRESETS = [
    Preset("search", "The theorem: one knob of five matters. Grid, random, Sobol", TOY, THREE),
    Preset("real-net", "A real network, and a grid that happens to hit: random is behind",
           REAL | LUCKY, TWO),
    Preset("moved-grid", "Known bad: the same grid, its range moved by one decade",
           REAL | MOVED | {"repeats": 16}, TWO),
    Preset("halving", "Most settings are bad from the start, and that shows: halving pays",
           CURVES | WIDE, HALVED),
    Preset("crossing", "Known bad: wrong labels, curves that cross. Halving keeps the wrong ones",
           CURVES | CROSSING, HALVED),
    Preset("tpe", "Needs Optuna: TPE learns from the trials so far, where they say which way",
           OPTUNA | {"surface": "all", "steps": 50}, ASKED),
    Preset("trap", "Known bad, needs Optuna: the slope leads TPE away from the best place",
           OPTUNA | {"surface": "trap", "repeats": 48, "steps": 80}, ASKED),
    Preset("enough-rows", "Known good: 400 rows choose, and the gap is small", {"valid": 400}),
]  # fmt: skip
