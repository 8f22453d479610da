"""The networks that race, and settings worth trying: good ones, and ones that are known bad."""

from typing import Any

from lessons.kit import Preset

VARIANTS: dict[str, dict[str, Any]] = {
    "tensor": {"scales": "tensor"},
    "channel": {"scales": "channel"},
    "twin": {"scales": "tensor", "rescale": 100.0},
    "aware": {"scales": "channel", "aware": True},
}
RACE = ("tensor", "channel", "twin", "aware")

PRUNED: dict[str, dict[str, Any]] = {
    "once": {"schedule": "once"},
    "random": {"schedule": "once", "criterion": "random"},
    "gradual": {"schedule": "gradual"},
    "untuned": {"schedule": "never"},
}
STUDENTS: dict[str, dict[str, Any]] = {
    "labels": {"soft": False},
    "soft-1": {"temperature": 1.0},
    "soft-4": {"temperature": 4.0},
}
HIDDEN: dict[str, dict[str, Any]] = {
    "labels": {"soft": False},
    "soft-1": {"temperature": 1.0},
    "soft-4": {"temperature": 4.0},
}
STUDENT = {"task": "distillation", "lr": 5e-3, "steps": 400}
OWN: dict[str, dict[str, Any]] = {
    "channel": {"scales": "channel"},
    "tensor": {"scales": "tensor"},
    "aware": {"scales": "channel", "aware": True},
}

PRESETS = [
    Preset("eight-bits", "The usual comparison: at 8 bits one scale and one a row are equal",
           {"bits": 8}),
    Preset("pruning", "19 of 20 weights set to 0: the smallest, or some; trained on, or not",
           {"task": "pruning", "sparsity": 0.95}, PRUNED),
    Preset("distillation", "Students of 16 units learn from 50 examples: from labels, or a teacher",
           STUDENT | {"repeats": 16}, STUDENTS),
    Preset("all-labels", "Known bad: with all labels, soft targets do not help",
           STUDENT | {"labels": 0}, STUDENTS),
    Preset("no-threes", "Students that never see a 3, and their teacher's doubts",
           STUDENT | {"labels": 0, "hidden_class": 3}, HIDDEN),
    Preset("own-run", "A network of yours, with fewer bits: --set run=NAME",
           {"steps": 200, "lr": 5e-4}, OWN, wants="run"),
    Preset("own-run-pruned", "A network of yours, with zeros: --set run=NAME",
           {"task": "pruning", "steps": 200, "lr": 5e-4}, PRUNED, wants="run"),
]  # fmt: skip
