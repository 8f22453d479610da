"""The images that are learned, with pixels that are 0 or 1: the digits, or the learner's own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lessons.kit import Data, Params, Progress

if TYPE_CHECKING:
    from lessons.shared.dataset import Dataset, Numbers

HALF = 0.5
"""A pixel is 1 from here on. Of scikit-learn's digits, from 0 to 16, that is from 8 on."""
LUMA = (0.299, 0.587, 0.114)
"""How bright red, green and blue look (ITU-R BT.601)."""


def read_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """Images (N, 1, H, W) of 0 and 1, split into a part to learn from and a part to test on."""
    from lessons.shared.pictures import digits, read_pictures  # numpy: the menu need not wait

    progress("reading the images", 0.0)
    found = digits(hp) if path is None else read_pictures(path, hp, progress, labelled=False)
    data, notes = binarised(found.content)
    return Data(data, {**found.summary, "notes": [*found.summary["notes"], *notes]})


def binarised(data: Dataset) -> tuple[Dataset, list[str]]:
    """Every part with pixels of 0 and 1, and what was done to them."""
    train, valid, test, copies = (
        replace(part, x=ones_of(part.x))
        for part in (data.train, data.valid, data.test, data.copies)
    )
    share = float(train.x.mean())
    notes = [f"a pixel is 1 from half of full brightness on, else 0: {share:.0%} of them are 1"]
    if data.train.x.shape[1] > 1:
        notes.insert(0, "colours are turned into grey")
    told = [*data.notes, *notes]
    return replace(data, train=train, valid=valid, test=test, copies=copies, notes=told), notes


def ones_of(x: Numbers) -> Numbers:
    """(N, C, H, W) from 0 to 1, grey or in colours, to (N, 1, H, W) of 0 and 1."""
    if x.shape[1] == 3:
        red, green, blue = (weight * x[:, at : at + 1] for at, weight in enumerate(LUMA))
        x = red + green + blue
    return (x >= HALF).astype("float32")
