"""The GANs that race, and settings worth trying: good ones, and known bad ones."""

from typing import Any

from lessons.kit import Preset

Variants = dict[str, dict[str, Any]]
SHORT = {"beta1": 0.5, "beta2": 0.9}
R1 = {"r1": 0.25}
IMAGES = {"task": "images", "hidden": 256, "z": 16, "batch": 64, "lr_g": 3e-4, "lr_d": 3e-4}
VARIANTS: Variants = {
    "plain": {},
    "betas": SHORT,
    "r1": SHORT | R1,
    "r1-decay": SHORT | R1 | {"decay": True},
}
"""Cures, added one at a time: a shorter memory for Adam, R1, a rate that falls."""
PRESETS = [
    Preset("cures", "The cures one at a time, eight starts of each: a minute or two of training",
           {"starts": 8}, VARIANTS),
    Preset("lottery", "The plain GAN from eight starts: how many modes is a matter of luck",
           {"starts": 8}, {"plain": {}}),
    Preset("memory", "Adam's long and short memory, both with R1 and a falling rate",
           {"r1": 0.25, "decay": True}, {"r1-decay": SHORT, "long-memory": {}}),
    Preset("minimax", "The loss that books warn of: here it loses fewer modes than the usual one",
           {"starts": 8, "objective": "minimax"}, {"minimax": {}}),
    Preset("flat", "Known bad: so much R1 that D says 50 % everywhere, and clouds are wide",
           SHORT | {"r1": 100.0, "decay": True}, {"flat": {}}),
    Preset("pictures", "Images of your own with --data, up to 64 pixels wide: all cures, more R1",
           IMAGES | {"steps": 2000}, {"r1-strong": SHORT | {"r1": 2.0, "decay": True}}),
    Preset("digits", "Handwritten digits of 8 × 8 pixels, judged by a small classifier",
           IMAGES | {"steps": 1500},
           {"plain": {}, "r1-decay": VARIANTS["r1-decay"]}),
]  # fmt: skip
