"""Many images in one array: one size for all of them, grey or colour."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons.kit.data.sources.files import refusal

Pixels = NDArray[np.uint8]
"""One image (H, W) or (H, W, 3), or many with an axis (N, …) in front: 0 is black, 255 white."""
FORMS = "give a folder with a folder of PNG or JPEG files for each class, idx files, or an .npz"
"""What to bring, said with every refusal."""
MOST_BYTES = 2**29
"""All images together: 512 MiB are 650,000 grey ones of 28 × 28."""


@dataclass
class Stack:
    """Images from one place, with their labels, in the order in which they lie there."""

    images: Pixels
    """(N, H, W) or (N, H, W, 3)."""
    labels: list[str] | None
    part: str | None = None
    """"train", "valid" or "test", where a name says so."""
    notes: list[str] = field(default_factory=list)


def grey_if_all_are(images: Pixels) -> Pixels:
    """(N, H, W) where the three channels of every image are equal; else as they came."""
    if images.ndim == 4 and bool((images == images[..., :1]).all()):
        return np.ascontiguousarray(images[..., 0])
    return images


def coloured(images: Pixels) -> Pixels:
    """(N, H, W, 3), also from grey ones."""
    return images if images.ndim == 4 else np.repeat(images[..., None], 3, axis=3)


def commonest_size(sizes: list[tuple[int, int]]) -> tuple[int, int]:
    """The (height, width) that most images have; of equals the first."""
    return Counter(sizes).most_common(1)[0][0]


def as_images(path: Path, array: "NDArray[Any]") -> tuple[Pixels, list[str]]:
    """Any numeric array as (N, H, W) or (N, H, W, 3) of uint8, and what was decided.

    Takes (N, H, W), (N, H, W, 1 or 3), (N, 1 or 3, H, W), and (N, H·W) where that is a square.
    Raises BadEnvironment for every other shape, and for values that are no pixels.
    """
    shaped, notes = _shaped(path, array)
    pixels, said = _as_bytes(path, shaped)
    return grey_if_all_are(pixels), notes + said


def _shaped(path: Path, array: "NDArray[Any]") -> tuple["NDArray[Any]", list[str]]:
    n = len(array) if array.ndim else 0
    if not array.size:
        raise refusal(path, "contains no images", "give an array of shape (N, H, W)")
    if array.ndim == 2:
        side = round(array.shape[1] ** 0.5)
        if side > 1 and side * side == array.shape[1]:
            return array.reshape(n, side, side), [f"rows of {side * side} numbers: {side} × {side}"]
    if array.ndim == 3:
        return array, []
    if array.ndim == 4 and array.shape[3] in (1, 3):
        return (array[..., 0] if array.shape[3] == 1 else array), []
    if array.ndim == 4 and array.shape[1] in (1, 3):  # channels first, as torch has them
        moved = np.moveaxis(array, 1, 3)
        return (moved[..., 0] if array.shape[1] == 1 else moved), ["channels come first"]
    shape = " × ".join(map(str, array.shape))
    fix = "give an array of shape (N, H, W) or (N, H, W, 3)"
    raise refusal(path, f"is an array of {shape}, not images", fix)


def _as_bytes(path: Path, array: "NDArray[Any]") -> tuple[Pixels, list[str]]:
    """0 to 255 as it is; 0 to 1 and other ranges stretched to it, and said."""
    if array.dtype == np.uint8:
        return array, []
    if array.dtype == np.bool_:
        return array.astype(np.uint8) * np.uint8(255), []
    if array.dtype.kind not in "iuf":
        raise refusal(path, f"holds {array.dtype}, not numbers", "save it as uint8, 0 to 255")
    low, high = float(array.min()), float(array.max())
    if not np.isfinite(low) or not np.isfinite(high):
        raise refusal(path, "has pixels that are not numbers", "save it as uint8, 0 to 255")
    if low >= 0 and 1 < high <= 255 and array.dtype.kind in "iu" and high > 127:
        return array.astype(np.uint8), []
    low, high = _range_of(low, high)
    scaled = np.clip((array.astype(np.float32) - low) * (255 / (high - low)), 0, 255)
    return np.rint(scaled).astype(np.uint8), [f"values from {low:g} to {high:g} read as 0 to 255"]


def _range_of(low: float, high: float) -> tuple[float, float]:
    """The range that these extremes most likely belong to."""
    usual = ((0.0, 1.0), (-1.0, 1.0), (0.0, 16.0), (0.0, 255.0), (0.0, 65535.0))
    fits = (r for r in usual if r[0] <= low and high <= r[1] and (r[0] == 0) == (low >= 0))
    return next(fits, (low, high if high > low else low + 1))
