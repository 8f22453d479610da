"""The images that a GAN learns from: scikit-learn's digits, or the learner's own. No torch."""

from __future__ import annotations

from pathlib import Path

from lessons.kit import BadUsage, Data, Params, Progress


def read_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """The ring is drawn in the loop. Images are read; labels only serve to judge what is made."""
    if hp.as_dict()["task"] == "ring":
        if path is not None:
            what = "the ring is drawn by the lesson, and reads no data"
            raise BadUsage(what, "for images of your own: --preset pictures --data FOLDER")
        return Data(None, {"source": "eight Gaussians on a ring, drawn by the seed"})
    from lessons.shared.pictures import digits, read_pictures  # numpy: the menu need not wait

    progress("reading the images", 0.0)
    if path is None:
        return digits(hp)
    return read_pictures(path, hp, progress, labelled=False)
