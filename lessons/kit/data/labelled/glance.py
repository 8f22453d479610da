"""A glance at labelled texts before they are read: whether there are labels, and how many texts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from lessons.kit.data.brought import silent
from lessons.kit.data.labelled.examples import read_examples
from lessons.kit.data.sources.files import PIECE, beginning, size_of
from lessons.kit.data.sources.folders import files_below, is_folder
from lessons.kit.data.sources.packed import unpacked
from lessons.kit.data.text.as_text import SAMPLE, table_in
from lessons.kit.errors import Trouble

ENOUGH = 2**26
"""Bytes from which on nobody needs to know how many texts there are."""
MOST_FILES = 1000
MOST_CLASSES = 20
"""A column of more different words says who wrote a text, or when, rather than its class."""


def lines_in(path: Path) -> tuple[int, float]:
    """The lines of a file, or of the files in a folder, and the mean bytes of one.

    A table has a text on each, as have files of texts. Empty lines are not counted. Raises
    BadEnvironment for what cannot be read.
    """
    files = files_below(path) if is_folder(path) else [path]
    lines = size = 0
    for file in files[:MOST_FILES]:
        for piece in _pieces(file, ENOUGH - size):
            size += len(piece)
            lines += piece.count(b"\n") - piece.count(b"\n\n")
        lines += 1  # most likely the last one does not end, or there is but one
    return lines, size / max(1, lines)


def _pieces(file: Path, most: int) -> Iterator[bytes]:
    with unpacked(file) as stream:
        for _ in range(0, most, PIECE):
            if not (piece := stream.read(PIECE)):
                return
            yield piece


def has_labels(path: Path, **named: Any) -> bool:
    """Whether this is a table, or a folder of tables, with a text and its class in each row.

    `named` is what the learner said of it, as for `read_examples`.
    """
    try:
        files = files_below(path) if is_folder(path) else [path]
        if not files or not all(map(_is_table, islice(files, MOST_FILES))):
            return False
        classes = read_examples(path, **named, progress=silent).facts["classes"]
    except Trouble:
        return False
    return 1 < len(classes) <= MOST_CLASSES


def _is_table(file: Path) -> bool:
    """As far as its name and its beginning say; one that is very large is left alone."""
    if size_of(file) > ENOUGH:
        return False
    _, text, whole = beginning(file, SAMPLE)
    return table_in(file, text, whole) is not None
