"""The learner's own data, whichever kind it is: the `data=` door of a page. No torch."""

from __future__ import annotations

from pathlib import Path

from lessons.kit.data.brought import Data, Progress
from lessons.kit.page.params import Params
from lessons.shared.pictures import holds_images, read_pictures
from lessons.shared.tables import read_table


def read_own(
    path: Path, hp: Params, progress: Progress, *, flat: bool = True, valid_share: float = 0.0
) -> Data:
    """A table with a class to predict, or labelled images: for lessons that take both.

    `hp` has the knobs of `ClassKnobs` and `ImageKnobs`. Raises BadUsage and BadEnvironment.
    """
    if holds_images(path):
        return read_pictures(path, hp, progress, flat=flat, valid_share=valid_share)
    return read_table(path, hp, progress, valid_share=valid_share)
