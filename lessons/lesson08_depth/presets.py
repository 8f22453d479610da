"""The networks that race, and settings worth trying: good ones, and ones that are known bad."""

from typing import Any

from lessons.kit import Preset

VARIANTS: dict[str, dict[str, Any]] = {
    "plain": {},
    "he": {"start": "he"},
    "batchnorm": {"batchnorm": True},
    "shortcut": {"shortcut": True},
}
"""Each differs from `plain`, torch's own Linear and ReLU, in one setting."""
MYTH: dict[str, dict[str, Any]] = {
    "sigmoid": {"activation": "sigmoid"},
    "tanh": {"activation": "tanh"},
    "relu": {"activation": "relu"},
}
STARTED: dict[str, dict[str, Any]] = {
    "default": {},
    "xavier": {"start": "xavier"},
    "batchnorm": {"batchnorm": True},
}
NO_CURE: dict[str, dict[str, Any]] = {
    "adam": {},
    "faster": {"lr": 0.01},
    "sgd": {"optimizer": "sgd", "lr": 0.1},
    "dropout": {"dropout": 0.2},
    "clipped": {"clip": 1.0},
}
TWICE: dict[str, dict[str, Any]] = {
    "shortcut": {"shortcut": True},
    "shortcut-he": {"shortcut": True, "start": "he"},
    "batchnorm": {"batchnorm": True},
    "batchnorm-he": {"batchnorm": True, "start": "he"},
    "both": {"shortcut": True, "batchnorm": True},
}
DEEPER: dict[str, dict[str, Any]] = {
    "he": {"start": "he"},
    "shortcut": {"shortcut": True},
    "both": {"shortcut": True, "batchnorm": True},
}

PRESETS = [
    Preset("myth", "Three activations from torch's own start: ReLU fades more than tanh", {}, MYTH),
    Preset("sigmoid", "Sigmoid: Xavier does not save it, BatchNorm does",
           {"activation": "sigmoid"}, STARTED),
    Preset("tanh", "tanh: Xavier is made for it, and is enough", {"activation": "tanh"}, STARTED),
    Preset("shallow", "Two layers: everything trains, so ReLU and Adam were not to blame",
           {"depth": 2}, VARIANTS),
    Preset("no-cure", "Known bad: Adam, a higher rate, SGD, dropout, clipping cure nothing",
           {}, NO_CURE),
    Preset("dropout", "Known bad: a network that learns, and the same with a fifth dropped",
           {"start": "he"}, {"he": {}, "he-dropout": {"dropout": 0.2}}),
    Preset("twice", "Two cures at once: one pair explodes, one is slower, one is the best",
           {}, TWICE),
    Preset("deeper", "Fifty layers: which of the cures still holds?", {"depth": 50}, DEEPER),
]  # fmt: skip
