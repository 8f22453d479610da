"""Settings worth trying, good ones and bad ones."""

from typing import Any

from lessons.kit import Preset

Variants = dict[str, dict[str, Any]]
RELU, TANH = {"activation": "relu"}, {"activation": "tanh"}

XOR: Variants = {
    "linear": {"hidden": "0"},
    "relu-2": {"hidden": "2", **RELU},
    "tanh-2": {"hidden": "2", **TANH},
    "relu-16": {"hidden": "16", **RELU},
}
WIDE: Variants = {
    "relu-128": {"hidden": "128", **RELU},
    "relu-20-20": {"hidden": "20-20", **RELU},
    "relu-14x3": {"hidden": "14-14-14", **RELU},
}
AXES: Variants = {
    "steps": {"task": "steps"},
    "rotated": {"task": "steps", "rotate": True},
    "oblique": {"task": "oblique"},
}
NOBODY: Variants = {"wine": {"task": "wine"}, "cancer": {"task": "cancer"}}
TABLE = {"hidden": "64-64", "activation": "relu", "lr": 0.01, "steps": 300}

PRESETS = [
    Preset(
        "xor",
        "Four points, 128 starts of each network: two ReLU units can, and mostly do not",
        {"task": "xor", "starts": 128, "steps": 400},
        XOR,
    ),
    Preset(
        "who-wins",
        "A table whose columns mean something, the same one rotated, and an oblique one",
        TABLE | {"task": "steps"},
        AXES,
    ),
    Preset(
        "nobody-wins",
        "Wine and breast cancer: a line is enough, and nothing beats it",
        TABLE | {"task": "wine", "hidden": "32", "steps": 200, "test_share": 0.4},
        NOBODY,
    ),
    Preset("wide-or-deep", "About as many weights in one layer, in two, in three", {}, WIDE),
    Preset(
        "digits",
        "Images of 8 × 8 as 64 numbers in a row, in ten classes",
        TABLE | {"task": "digits", "hidden": "64"},
        {"relu-64": {}},
    ),
    Preset(
        "hot",
        "Known bad: a learning rate of 1, with which the units are thrown to their ends",
        {"lr": 1.0},
        {"tanh-20-20": {"hidden": "20-20", **TANH}},
    ),
    Preset(
        "two-units",
        "Known bad: two tanh units make two folds, and two spirals need more",
        {},
        {"tanh-2": {"hidden": "2", **TANH}},
    ),
]
