"""Pictures as they travel: plain values, which JSON can hold."""

import math
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lessons.kit.errors import said
from lessons.kit.page.values import Counts, Dial, Grid, Points, Weighted, Workings
from lessons.kit.stream import matrices
from lessons.kit.stream.sheets import Sheet, packed

MOST_BYTES = 60_000
"""Of a sheet as it travels: an event holds at most 64 KiB. What is beyond is counted, not sent."""
MOST_BINS = 1000
SMALL, LARGE = 1e-15, 1e15
"""Between these a power of ten that makes six digits whole is exact in 64 bits: below 1e22."""
NEAR_A_TIE = 1e-6
DROPPED = 11
"""Bits of a 32-bit float that say nothing in four digits; without them it packs better."""
LARGEST = 3.4e38
"""In a 32-bit float that is rounded, this stays finite."""
NOTICED = 0.001
"""Share of pixels beyond 0 to 1 from which on it is said that they were cut off."""


def plain(value: Any) -> Any:
    """A picture's value as JSON can hold it: tensors as lists, nan and infinity as None."""
    match value:
        case Tensor():
            held = value.detach().cpu()
            return plain((held.float() if held.dtype == torch.bfloat16 else held).numpy())
        case np.ndarray() if value.dtype.kind == "f" and value.ndim:
            return _numbers(value.astype(np.float64))
        case np.ndarray() if value.dtype.kind in "biu":
            return value.tolist()
        case Grid():
            return _grid(value)
        case Points() | Weighted():
            return plain(vars(value))
        case Counts():
            return _counted(value)
        case Sheet():
            return _sheet(value)
        case Dial():
            return _dial(value)
        case float():
            return _number(value)
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case str() | int() | None:
            return value
        case _ if hasattr(value, "tolist"):  # numpy
            return plain(value.tolist())
    raise TypeError(f"a picture cannot hold a {type(value).__name__}")


def _number(value: float) -> float | None:
    """Six digits, which is more than anybody sees; None for nan and infinity."""
    return float(f"{value:.6g}") if math.isfinite(value) else None


def _numbers(x: NDArray[np.float64]) -> Any:
    """`_number` of each, as lists, in a twentieth of its time: of a map there are thousands.

    Six digits as a whole number, divided or multiplied by a power of ten, are right to the last
    bit. Where they might not be, near a tie and far from 1, `_number` is asked.
    """
    size = np.abs(x)
    usual = (size > SMALL) & (size < LARGE)
    digits = 5 - np.floor(np.log10(size, where=usual, out=np.zeros_like(x)))
    up, down = 10.0 ** digits.clip(min=0), 10.0 ** (-digits).clip(min=0)
    with np.errstate(over="ignore", invalid="ignore"):
        scaled = x * up / down
        whole = np.rint(scaled)
        unsure = (~usual & (size != 0)) | ~(np.abs(scaled - whole) < 0.5 - NEAR_A_TIE)
        found = whole / up * down
    if unsure.any():
        found = found.astype(object)
        found[unsure] = [_number(value) for value in x[unsure].tolist()]
    return found.tolist()


def _grid(grid: Grid) -> Any:
    """Names and points only where there are some, as recordings of before have none."""
    found = {"cells": grid.cells, "x": grid.x, "y": grid.y, "paths": grid.paths}
    more = {"rows": list(grid.rows), "columns": list(grid.columns), "points": grid.points}
    known = {name: each for name, each in more.items() if each is not None and len(each)}
    if grid.workings is None:
        return plain(found | known)
    cells = {"cells": _four_digits(grid.cells), "workings": _workings(grid.workings)}
    return plain(found | known | cells)


def _four_digits(cells: Any) -> Any:
    """Beside the steps that led to them more digits are not worth their bytes."""
    x = _array(cells)
    if x.dtype.kind != "f":
        return cells
    size = np.abs(x.astype(np.float64))
    usual = (size > SMALL) & (size < LARGE)
    unit = 10.0 ** (np.floor(np.log10(size, where=usual, out=np.zeros_like(size))) - 3)
    return np.where(usual, np.rint(x / unit) * unit, x)


def _workings(workings: Workings) -> Any:
    """The steps in their order, and of the rest what there is."""
    steps = {name: _matrix(f"the step {name}", each) for name, each in workings.steps.items()}
    more = {"values": workings.values, "mixed": workings.mixed}
    given = {name: _matrix(name, each) for name, each in more.items() if each is not None}
    return {"steps": steps, "cells": workings.cells, **given}


def _matrix(what: str, value: Any) -> Any:
    """Numbers of four digits; what is too large for them becomes the largest they hold."""
    x = _array(value)
    if x.ndim != 2 or x.dtype.kind not in "biuf":
        shape = ", ".join(map(str, x.shape))
        raise TypeError(f"{what} of Workings must be numbers (rows, columns), and is ({shape})")
    wide = x.astype(np.float64)
    narrow = np.where(np.isfinite(wide), wide.clip(-LARGEST, LARGEST), wide).astype(">f4")
    bits = narrow.view(">u4")
    rounded = np.where(np.isfinite(narrow), bits + (1 << DROPPED - 1), bits)
    kept = (rounded >> DROPPED << DROPPED).astype(">u4")
    return matrices.packed((x.shape[0], x.shape[1]), kept.tobytes())


def _dial(dial: Dial) -> Any:
    if not dial.frames:
        raise TypeError("a Dial needs one frame at least")
    at, frames = zip(*dial.frames, strict=True)
    found = {"dial": dial.knob, "at": plain(at), "frames": plain(frames)}
    return found if dial.under is None else found | {"under": plain(dial.under)}


def _array(value: Any) -> Any:
    """A numpy array of whatever holds numbers."""
    whole = value.detach().cpu().numpy() if isinstance(value, Tensor) else value
    try:
        return np.asarray(whole)
    except ValueError as error:
        raise TypeError(f"a picture cannot hold this list ({said(error)})") from None


def _counted(counts: Counts) -> Any:
    """How many of the values are in each bin; what is not finite is in none."""
    values = _array(counts.values).astype(float).ravel()
    values = values[np.isfinite(values)]
    low = counts.low if counts.low is not None else float(values.min()) if len(values) else 0.0
    high = counts.high if counts.high is not None else float(values.max()) if len(values) else 1.0
    low, high = (low - 0.5, high + 0.5) if low >= high else (low, high)
    bins = min(max(int(counts.bins), 1), MOST_BINS)
    found, _ = np.histogram(values.clip(low, high), bins, (low, high))
    return {"low": plain(float(low)), "high": plain(float(high)), "counts": found.tolist()}


def _sheet(sheet: Sheet) -> Any:
    """Pixels as bytes. As many of the images as an event holds; of the others, how many."""
    images = _array(sheet.images)
    if images.ndim not in (3, 4) or (images.ndim == 4 and images.shape[3] not in (1, 3)):
        shape = ", ".join(map(str, images.shape))
        hint = ": permute(0, 2, 3, 1) puts the channels last" if images.ndim == 4 else ""
        what = f"a Sheet takes images (n, h, w) or (n, h, w, 3), and these are ({shape}){hint}"
        raise TypeError(what)
    images = images[..., 0] if images.ndim == 4 and images.shape[3] == 1 else images
    if not images.size:
        return []  # no image, such as the mistakes of a network that makes none
    beyond = 0.0 if images.dtype.kind in "iu" else float(np.mean((images < 0) | (images > 1)))
    images = _bytes(images)
    labels = [str(label) for label in sheet.labels]
    if labels and len(labels) != len(images):
        raise TypeError(f"a Sheet of {len(images)} images has {len(labels)} labels")
    found = _that_fits(images, labels, sheet.columns)
    return found | ({"beyond": round(beyond, 3)} if beyond >= NOTICED else {})


def _bytes(images: Any) -> Any:
    """Whole numbers are 0 to 255, fractions 0 to 1; what is no number is black."""
    if images.dtype.kind in "iu":
        return images.clip(0, 255).astype(np.uint8)
    return np.rint(np.nan_to_num(images.astype(float)).clip(0, 1) * 255).astype(np.uint8)


def _that_fits(images: Any, labels: list[str], columns: int) -> Any:
    count = len(images)
    while True:
        shape, data = images[:count].shape, images[:count].tobytes()
        found = packed(shape, data, labels[:count], columns, more=len(images) - count)
        size = len(found["zlib"]) + sum(len(label) * 2 + 4 for label in labels[:count])
        if size <= MOST_BYTES or count <= 1:
            return found
        count = max(1, min(count - 1, count * MOST_BYTES // size))
