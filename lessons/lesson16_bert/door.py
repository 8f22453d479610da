"""The door of the page: what lies behind imports numpy, and is loaded when data are read."""

from __future__ import annotations

from pathlib import Path

from lessons.kit import Data, Params, Progress
from lessons.kit.data.brought import silent

AT_ONCE = 2**21
"""Bytes of the learner's text that are read in a second, before anything is started."""


def look_at(path: Path, hp: Params) -> None:
    """See whether this can be trained on: small data whole, large ones by their beginning.

    Raises Trouble.
    """
    from lessons.kit.data.sources.folders import files_below, is_folder, size_of_all
    from lessons.kit.data.text.corpus import peek_corpus

    _, size = size_of_all(files_below(path) if is_folder(path) else [path])
    if size <= AT_ONCE:
        read_data(path, hp, silent)
    else:
        peek_corpus(path, hp.as_dict()["encoding"])


def read_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """The made-up sentences, or the learner's texts: without labels, with labels, or both."""
    from lessons.lesson16_bert import material

    return material.read_data(path, hp, progress)
