"""The learner's own data, whichever kind it is: the `data=` door of a page. No torch."""

from __future__ import annotations

from pathlib import Path

from lessons.kit.data.brought import Data, Progress
from lessons.kit.data.sources.files import refusal
from lessons.kit.data.sources.folders import is_folder, listed
from lessons.kit.data.sources.packed import bare
from lessons.kit.errors import visible
from lessons.kit.page.params import Params
from lessons.shared.pictures import holds_images, read_pictures
from lessons.shared.tables import read_table

TABLES = (".csv", ".tsv", ".jsonl", ".json", ".parquet", ".data")


def read_own(
    path: Path, hp: Params, progress: Progress, *, flat: bool = True, valid_share: float = 0.0
) -> Data:
    """A table with a class to predict, or labelled images: for lessons that take both.

    `hp` has the knobs of `ClassKnobs` and `ImageKnobs`. Raises BadUsage and BadEnvironment.
    """
    _refuse_tables(path)
    if holds_images(path):
        return read_pictures(path, hp, progress, flat=flat, valid_share=valid_share)
    return read_table(path, hp, progress, valid_share=valid_share)


def _refuse_tables(path: Path) -> None:
    """Raise BadEnvironment for a folder that holds nothing but files, tables among them."""
    inside = listed(path) if is_folder(path) else []
    tables = [each for each in inside if bare(each).suffix.casefold() in TABLES]
    if tables and not any(map(holds_images, inside)):
        raise refusal(path, "is a folder of tables", f"give one of them: {visible(tables[0].name)}")
