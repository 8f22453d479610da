"""Labelled sentences in whatever layout: what is no table of a sentence and a sense becomes one."""

from __future__ import annotations

import csv
import hashlib
import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lessons.kit import Progress
from lessons.kit.data.brought import silent
from lessons.kit.data.rows.delimiters import marks_of
from lessons.kit.data.rows.headers import plain
from lessons.kit.data.rows.table import read_table
from lessons.kit.data.sources.files import beginning, open_source, opened
from lessons.kit.data.sources.folders import is_folder
from lessons.kit.data.sources.meter import Meter
from lessons.kit.errors import Trouble
from lessons.lesson15_contextual.own.layouts import BLANK, NAMES, Layout, laid_out
from lessons.lesson15_contextual.own.lexical_sample import is_lexical_sample, read_lexical_sample
from lessons.lesson15_contextual.own.semcor import files_of, is_semcor, read_semcor
from lessons.lesson15_contextual.own.unnamed import may_be_three, named
from lessons.shared.labelled.owned import read_split
from lessons.shared.labelled.splitting import Split

SAMPLE = 2**16
"""Characters of a file that tell whether its layout has to be looked into."""
Summary = dict[str, Any]


def read_labelled(
    path: Path, settings: dict[str, Any], progress: Progress
) -> tuple[Split, Summary]:
    """The sentences in three parts, and what to tell. Raises Trouble."""
    layout = layout_of(path, settings)
    if layout is None:
        return read_split(path, settings, progress)
    with TemporaryDirectory() as folder:
        table = Path(folder) / f"{path.stem}.csv"
        written(layout, table)
        own = settings | {
            "text": layout.text,
            "encoding": "",
            "delimiter": "",
            "quotes": "auto",
        }
        try:
            split, summary = read_split(table, own, progress)
        except Trouble as refused:
            said = refused.message.replace(str(table), str(path))
            raise type(refused)(said, refused.fix) from None
    summary["notes"].insert(0, layout.note)
    return split, {**summary, "source": str(path), "digest": digest(path)}


def layout_of(path: Path, settings: dict[str, Any]) -> Layout | None:
    """How the sentences lie in this file; None where it is a plain table, or none at all."""
    if is_folder(path):
        semcor = is_semcor(path)
        return read_semcor(path, settings["word"], settings["encoding"]) if semcor else None
    if not path.exists():
        return None
    if is_lexical_sample(path):
        return read_lexical_sample(path, settings["word"], settings["encoding"])
    if is_semcor(path):
        return read_semcor(path, settings["word"], settings["encoding"])
    if not is_likely(path, settings["encoding"]):
        return None
    source = open_source(path, encoding=settings["encoding"])
    marks = marks_of(settings["delimiter"], settings["quotes"])
    table = read_table(path, source, Meter(silent, source.size), None, marks)
    rows = [row for _, row in table.rows if row]
    if not table.names and (understood := named(rows)):
        names, note = understood
        layout = laid_out(names, rows, "", settings["word"])
        return replace(layout, note=note) if layout else None
    names = table.names or rows[0]
    return laid_out(names, rows if table.names else rows[1:], settings["text"], settings["word"])


def is_likely(path: Path, encoding: str) -> bool:
    """Whether a file names a column that such layouts have, has gaps, or a column of one word."""
    _, text, _ = beginning(path, SAMPLE, encoding=encoding)
    first = re.split(r"[,;\t|:{}]", text.split("\n", 1)[0])
    if any(plain(cell) in NAMES for cell in first) or BLANK.search(text):
        return True
    return may_be_three(text)


def written(layout: Layout, place: Path) -> None:
    """The table as a CSV file."""
    with place.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([layout.names, *layout.rows])


def digest(path: Path) -> str:
    """Sixteen hex digits of every byte of the learner's file; of a folder, of all that was read."""
    if is_folder(path):
        found = "".join(digest(each) for each in files_of(path))
        return hashlib.sha256(found.encode()).hexdigest()[:16]
    with opened(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]
