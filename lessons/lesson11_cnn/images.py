"""The images that are learned: scikit-learn's digits, or the learner's own."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lessons.kit import Data, Params, Progress

if TYPE_CHECKING:
    from lessons.shared.dataset import Dataset

LEAST_SIDE = 2
"""With two pixels of paper on each side 6 are left for two poolings, which leave 1."""
MOST_BATCH = 1024


def read_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """Images (N, C, H, W), split into a part to learn from and a part to test on."""
    from lessons.shared.pictures import digits, read_pictures  # numpy: the menu need not wait

    progress("reading the images", 0.0)
    if path is None:
        return digits(hp)
    found = read_pictures(path, hp, progress)
    _refuse_small(path, found.content)
    found.content.notes.append(plan_in_words(hp.as_dict(), len(found.content.train)))
    return found


def _refuse_small(path: Path, data: Dataset) -> None:
    from lessons.kit.data.sources.files import refusal

    height, width = data.train.x.shape[2:]
    if min(height, width) < LEAST_SIDE:
        what = f"has images of {width} × {height} pixels, in which there is nothing to look for"
        raise refusal(path, what, f"give images of {LEAST_SIDE} × {LEAST_SIDE} or more")


def batch_of(settings: dict[str, Any], images: int, *, is_own: bool) -> int:
    """Images in a step: of the learner's as many as make `epochs` rounds in these steps."""
    wanted = math.ceil(settings["epochs"] * images / settings["steps"]) if is_own else 0
    own: int = settings["batch"]
    return min(wanted, MOST_BATCH) if wanted else own


def plan_in_words(settings: dict[str, Any], images: int) -> str:
    """How often the training goes through the learner's images."""
    steps, batch = settings["steps"], batch_of(settings, images, is_own=True)
    times = steps * batch / images
    return f"{steps:,} steps of {batch} images go through the {images:,} {times:.1f} times"
