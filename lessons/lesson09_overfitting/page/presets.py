"""Settings worth trying, good ones and bad ones."""

from typing import Any

from lessons.kit import Preset

FEW: dict[str, Any] = {"examples": 100}
WRONG: dict[str, Any] = FEW | {"noise": 0.3}
METHODS: dict[str, dict[str, Any]] = {
    "decay": {"weight_decay": 12.0},
    "dropout": {"dropout": 0.5},
    "shift": {"augment": True},
}
CLEAN = {"clean": FEW} | {f"clean-{name}": FEW | method for name, method in METHODS.items()}
NOISY = {"noisy": WRONG} | {f"noisy-{name}": WRONG | method for name, method in METHODS.items()}
SIZES = {f"{n}-images": {"examples": n} for n in (50, 100, 200, 400, 800)}

PRESETS = [
    Preset(
        "clean-labels",
        "Known bad: weight decay, dropout and moved images, where every label is right",
        variants=CLEAN,
    ),
    Preset(
        "wrong-labels",
        "The same three where 30 % of the labels are wrong: now all of them help",
        variants=NOISY,
    ),
    Preset(
        "sign",
        "Weight decay with right and with wrong labels: the same method harms and helps",
        variants={name: {**CLEAN, **NOISY}[name]
                  for name in ("clean", "clean-decay", "noisy", "noisy-decay")},
    ),
    Preset(
        "mild",
        "What tutorials use: little weight decay, smoothed labels, early stopping",
        variants={
            "clean": FEW,
            "clean-mild": FEW | {"weight_decay": 1.0},
            "clean-smooth": FEW | {"smoothing": 0.1},
            "clean-early": FEW | {"early_stopping": True},
        },
    ),
    Preset("more-data", "From 50 images to 800: what does close the gap", variants=SIZES),
    Preset(
        "overdone",
        "Known bad: weight decay of 50 leaves too little weight to learn anything",
        variants={"clean": FEW, "clean-overdone": FEW | {"weight_decay": 50.0}},
    ),
    Preset(
        "double-descent",
        "Least squares with 20 to 3,200 random units and 200 images: a peak, and a ridge",
        {"task": "widths", "steps": 30},
        {"right-labels": {"examples": 200}, "wrong-labels": {"examples": 200, "noise": 0.3}},
    ),
    Preset(
        "k-fold",
        "Sixty small training sets: what 2, 5 and 10 folds say, and what is true",
        {"task": "folds", "steps": 60},
        {f"{k}-folds": {"folds": k} for k in (2, 5, 10)},
    ),
]  # fmt: skip
