"""The images that are learned: scikit-learn's digits, or the learner's own."""

from __future__ import annotations

from pathlib import Path

from lessons.kit import Data, Params, Progress


def read_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """Images (N, C, H, W), split into a part to learn from, without labels, and a test."""
    from lessons.shared.pictures import digits, read_pictures  # numpy: the menu need not wait

    progress("reading the images", 0.0)
    return digits(hp) if path is None else read_pictures(path, hp, progress)
