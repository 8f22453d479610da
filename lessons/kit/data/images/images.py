"""Labelled images in whatever shape the learner has them, in one array."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from lessons.kit.data.brought import Progress
from lessons.kit.data.images import arrays, idx
from lessons.kit.data.images.folder import stacks_of_folder
from lessons.kit.data.images.pictures import is_picture, resized
from lessons.kit.data.images.stack import (
    FORMS,
    MOST_BYTES,
    Pixels,
    Stack,
    coloured,
    commonest_size,
)
from lessons.kit.data.sources.files import refusal, shown, size_of
from lessons.kit.data.sources.folders import is_folder
from lessons.kit.errors import visible


@dataclass
class LabelledImages:
    """Images of one size, and what each of them shows."""

    images: Pixels
    """(N, H, W), or (N, H, W, 3) where one of them has colours: 0 is black, 255 white."""
    labels: list[str]
    """One for each image; "" for each where the data have none."""
    parts: list[str] | None
    """"train", "valid" or "test" for each image, where the data say so."""
    source: str
    digest: str
    """Sixteen hex digits of every pixel and label."""
    notes: list[str]
    facts: dict[str, Any]
    """JSON-ready: images, height, width, channels, classes, parts."""


def read_images(
    path: Path, *, largest: int = 64, labelled: bool = True, progress: Progress
) -> LabelledImages:
    """Images from a folder of pictures, from idx files, or from an `.npz` or `.npy` file.

    Sides longer than `largest` pixels are scaled down; sizes that differ become the commonest.
    Raises BadEnvironment for whatever cannot be read, and, where `labelled`, for what has no
    labels.
    """
    stacks = list(_stacks(path, largest, progress))
    if labelled and any(stack.labels is None for stack in stacks):
        raise refusal(path, "has images without labels", FORMS)
    images, notes = _one_size(stacks, largest)
    labels = [label for stack in stacks for label in stack.labels or [""] * len(stack.images)]
    if labelled and len(set(labels)) < 2:
        what = f"has one class: every label is {visible(labels[0])!r}"
        raise refusal(path, what, "give images of two classes or more")
    notes = [*dict.fromkeys(note for stack in stacks for note in stack.notes), *notes]
    return _told(path, stacks, images, labels, notes)


def _stacks(path: Path, largest: int, progress: Progress) -> Iterator[Stack]:
    if is_folder(path):
        yield from stacks_of_folder(path, largest, progress)
    elif path.suffix.casefold() == ".npz":
        yield from arrays.read_npz(path)
    elif path.suffix.casefold() == ".npy":
        yield from _npy_with_labels(path)
    elif size_of(path) and idx.looks_like_idx(idx.head_of(path)):
        yield from stacks_of_folder(path.parent, largest, progress, only=path)
    elif is_picture(path):
        raise refusal(path, "is one picture", "give the folder in which the pictures lie")
    else:
        raise refusal(path, "holds no images", FORMS)


def _npy_with_labels(path: Path) -> Iterator[Stack]:
    """The images, and the labels from the file beside it that is called so."""
    names = {path.stem.replace(word, "labels") for word in ("images", "image") if word in path.stem}
    beside = [path.with_name(f"{name}.npy") for name in (*names, f"{path.stem}_labels", "labels")]
    for stack in arrays.read_npy(path):
        found = next((other for other in beside if other != path and other.exists()), None)
        if found:
            stack.labels = arrays.read_labels(found, len(stack.images))
            stack.notes.append(f"labels from {visible(found.name)}")
        yield stack


def _one_size(stacks: list[Stack], largest: int) -> tuple[Pixels, list[str]]:
    """All images in one array."""
    height, width = commonest_size(
        [stack.images.shape[1:3] for stack in stacks for _ in range(len(stack.images))]
    )
    shrink = min(1.0, largest / max(height, width))
    used = max(1, round(height * shrink)), max(1, round(width * shrink))
    colours = any(stack.images.ndim == 4 for stack in stacks)
    notes = []
    same = []
    for stack in stacks:
        images = coloured(stack.images) if colours else stack.images
        if images.shape[1:3] != used:
            notes.append(
                f"images of {images.shape[2]} × {images.shape[1]} pixels scaled to "
                f"{used[1]} × {used[0]}"
            )
            images = np.stack([resized(image, *used) for image in images])
        same.append(images)
    return np.concatenate(same), list(dict.fromkeys(notes))


def _told(
    path: Path, stacks: list[Stack], images: Pixels, labels: list[str], notes: list[str]
) -> LabelledImages:
    if images.nbytes > MOST_BYTES:
        mib = images.nbytes // 2**20
        raise refusal(path, f"has {mib:,} MiB of pixels, more than fit", "give fewer images")
    own = [stack.part or "train" for stack in stacks for _ in range(len(stack.images))]
    parts = own if len(set(own)) > 1 else None
    facts = {
        "images": len(images),
        "height": images.shape[1],
        "width": images.shape[2],
        "channels": 3 if images.ndim == 4 else 1,
        "classes": dict(Counter(map(visible, labels)).most_common(100)),
        "parts": dict(Counter(parts or ())),
    }
    source = shown(path)
    return LabelledImages(
        images, labels, parts, source, digest_of_images(images, labels), notes, facts
    )


def digest_of_images(images: Pixels, labels: list[str]) -> str:
    """Sixteen hex digits of every pixel and label."""
    digest = hashlib.sha256(images.tobytes())
    digest.update("\0".join(labels).encode("utf-8", "replace"))
    return digest.hexdigest()[:16]
