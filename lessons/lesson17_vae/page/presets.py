"""The networks that race, and settings worth trying: good ones, and ones that are known bad."""

from typing import Any

from lessons.kit import Preset

VARIANTS: dict[str, dict[str, Any]] = {
    "vae": {},
    "strong": {"beta": 4.0},
    "none": {"beta": 0.0},
    "ten": {"code": 10},
}
"""Each differs from `vae`, two numbers and β = 1, in one setting."""
BETAS: dict[str, dict[str, Any]] = {f"beta-{b:g}": {"beta": b} for b in (0.1, 0.5, 1.0, 2.0, 4.0)}
CODES: dict[str, dict[str, Any]] = {f"code-{n}": {"code": n} for n in (1, 2, 5, 10, 20)}
MISTAKES: dict[str, dict[str, Any]] = {
    "right": {},
    "detached": {"mistake": "detached"},
    "averaged": {"mistake": "averaged"},
    "variance": {"mistake": "variance"},
}

PRESETS = [
    Preset("betas", "Five weights of the KL: where does the code collapse?", {}, BETAS),
    Preset("codes", "Codes of 1 to 20 numbers: how many of them are used?", {}, CODES),
    Preset("mistakes", "Known bad: three mistakes that tutorials make", {}, MISTAKES),
    Preset("large", "For images of your own: 784-400-20, and 30 rounds through 10,000 of them",
           {"code": 20, "hidden": 400, "layers": 1, "steps": 3000}, {"vae": {}}),
]  # fmt: skip
