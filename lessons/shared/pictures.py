"""Images, the learner's or the digits of scikit-learn, as a `Dataset`. No torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from lessons.kit.data.brought import Data, Progress
from lessons.kit.data.bundled import digits as bundled_digits
from lessons.kit.data.images.idx import head_of, looks_like_idx
from lessons.kit.data.images.images import LabelledImages, read_images
from lessons.kit.data.images.pictures import is_picture
from lessons.kit.data.sources.folders import is_folder
from lessons.kit.page.params import Params
from lessons.kit.stream.numbers import natural
from lessons.shared.dataset import Dataset, Numbers, Part
from lessons.shared.parts import Places, said_of, shared_out

WHITE = 255


def holds_images(path: Path) -> bool:
    """Whether these are images and no table: a folder, a picture, an array, or an idx file."""
    if is_folder(path) or path.suffix.casefold() in (".npz", ".npy") or is_picture(path):
        return True
    return path.is_file() and looks_like_idx(head_of(path))


def read_pictures(
    path: Path, hp: Params, progress: Progress, *, flat: bool = False, valid_share: float = 0.0,
    labelled: bool = True,
) -> Data:  # fmt: skip
    """The learner's images, (N, C, H, W) from 0 to 1, or (N, C·H·W) where they are `flat`.

    `hp` has the knobs of `ImageKnobs`. Where they need not be `labelled`, and are not, or all
    alike, there are no classes, and every y is 0. Raises BadEnvironment.
    """
    settings = hp.as_dict()
    found = read_images(path, largest=settings["side"], labelled=labelled, progress=progress)
    if not labelled:
        _without_labels(found)
    return split_images(path, found, settings, flat, valid_share, is_own=True)


def _without_labels(found: LabelledImages) -> None:
    """Take the labels off images that cannot be told apart by them, and say why."""
    missing = found.labels.count("")
    classes = len({*found.labels} - {""})
    if not missing and classes > 1:
        return
    if missing == len(found.labels):
        found.notes.append("no labels")
    elif missing:
        found.notes.append(f"{missing:,} of {len(found.labels):,} have no label: none is used")
    else:
        found.notes.append("one class: the labels are not used")
    found.labels = [""] * len(found.labels)


def digits(hp: Params, *, flat: bool = False, valid_share: float = 0.0) -> Data:
    """The 1,797 handwritten digits of 8 × 8 pixels that come with scikit-learn.

    The same `Dataset` each time that it is split the same, so what is fitted on it once is kept.
    """
    settings = hp.as_dict()
    kept = _digits(settings["test_share"], settings["split_seed"], flat, valid_share)
    return replace(kept, summary=dict(kept.summary))


@lru_cache(maxsize=4)
def _digits(test_share: float, split_seed: int, flat: bool, valid_share: float) -> Data:
    settings = {"test_share": test_share, "split_seed": split_seed}
    return split_images(Path("digits"), bundled_digits(), settings, flat, valid_share)


def split_images(
    path: Path, found: LabelledImages, settings: dict[str, Any], flat: bool, valid_share: float,
    *, is_own: bool = False,
) -> Data:  # fmt: skip
    """Images that were read, as a `Dataset` with its summary."""
    keys = [image.tobytes() for image in found.images]
    shares = (settings["test_share"], valid_share)
    places = shared_out(
        path, keys, found.labels, found.parts, shares, settings["split_seed"], "images"
    )
    dataset = _dataset(found, places, [*found.notes, *places.notes], flat, is_own)
    dataset.notes.extend(said_of(dataset))
    counts = {name: len(part) for name, part in dataset.parts()}
    summary = {"source": found.source, "digest": found.digest, **found.facts}
    return Data(dataset, {**summary, "parts": counts, "notes": dataset.notes})


def _dataset(
    found: LabelledImages, places: Places, notes: list[str], flat: bool, is_own: bool
) -> Dataset:
    told = {*found.labels}
    classes = sorted(told, key=natural) if told != {""} else []
    numbers = {name: at for at, name in enumerate(classes)}
    labels = np.array([numbers.get(label, 0) for label in found.labels], dtype=np.int64)
    pixels = as_fractions(found, flat)

    def part(rows: Sequence[int]) -> Part:
        return Part(pixels[rows], labels[rows], np.asarray(rows, dtype=np.int64) + 1)

    return Dataset(
        part(places.train), part(places.valid), part(places.test), part(places.copies), part([]),
        classes, [], "", found.source, notes, is_own,
    )  # fmt: skip


def as_fractions(found: LabelledImages, flat: bool) -> Numbers:
    """(N, C, H, W) or (N, C·H·W), from 0 for black to 1 for white."""
    images = found.images
    channels = images[:, None] if images.ndim == 3 else np.moveaxis(images, 3, 1)
    fractions: Numbers = channels.astype(np.float32) / np.float32(WHITE)
    return fractions.reshape(len(images), -1) if flat else fractions
