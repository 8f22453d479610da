"""A CSV, TSV, JSON or JSON Lines file of any size as a table."""

import re
from pathlib import Path

from lessons.kit.reading.files import Source, pieces, refusal
from lessons.kit.reading.json_rows import looks_like_json, read_json
from lessons.kit.reading.layout import layout_of
from lessons.kit.reading.meter import Meter
from lessons.kit.reading.rows import IsKept, Lines, Table, held

WEB_PAGE = re.compile(r"\s*<(!doctype html|html|\?xml)\b", re.IGNORECASE)
SAMPLE = 2**18
"""Characters that tell how a file is laid out."""


def read_table(path: Path, source: Source, meter: Meter, is_kept: IsKept | None = None) -> Table:
    """The rows of a file, of very many a sample and those that `is_kept` says.

    Raises BadEnvironment where nothing parts its lines into columns.
    """
    sample = next(pieces(source))[0][:SAMPLE].replace("\0", "")
    if looks_like_json(path, sample):
        return read_json(source, sample, meter, is_kept)
    if WEB_PAGE.match(sample):  # as saved from a browser, around the file that was meant
        raise refusal(path, "is a web page", "save the file itself, or its rows as CSV (UTF-8)")
    layout = layout_of(path, sample, whole=len(sample) < SAMPLE)
    if layout is None:
        raise refusal(
            path,
            "is not a table: its lines do not part into the same columns",
            "give CSV, TSV or JSON Lines with a text and a label in each row, or a folder for "
            "each class",
        )
    lines = Lines(source, meter)
    sampled = held(layout.rows(lines), is_kept)
    notes = [f"lines over 1 MiB, not read: {lines.overlong}"] if lines.overlong else []
    return Table(source, layout.spoken, sampled.drawn(), sampled.seen, notes=notes)
