"""The images that are learned: scikit-learn's digits, or the learner's own."""

from __future__ import annotations

from pathlib import Path

from lessons.kit import Data, Params, Progress


def read_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """Images (N, C, H, W), split into a part to learn from, without labels, and a test."""
    from lessons.shared.pictures import digits, read_pictures  # numpy: the menu need not wait

    progress("reading the images", 0.0)
    if path is None:
        return digits(hp)
    found = read_pictures(path, hp, progress, labelled=False)
    found.summary["notes"] += notes(len(found.content.train), found.content.classes, hp)
    return found


def notes(images: int, classes: list[str], hp: Params) -> list[str]:
    """What follows from how many images there are to learn from, and from their labels."""
    batch = hp.as_dict()["batch"]
    small = f"{images:,} images to learn from are fewer than a batch of {batch:,}: all are in each"
    blind = "without classes nothing is judged: see the views, the matrix and the neighbours"
    return [*([small] if images < batch else []), *([] if classes else [blind])]
