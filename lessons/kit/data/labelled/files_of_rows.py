"""Files that lie beside each other: rows of one data set, or the examples of a class each."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from lessons.kit.data.rows.choosing import layout_of
from lessons.kit.data.rows.json_rows import looks_like_json
from lessons.kit.data.rows.layout import FASTTEXT
from lessons.kit.data.rows.spread import places_of
from lessons.kit.data.sources.files import open_source, pieces
from lessons.kit.data.sources.packed import bare
from lessons.kit.data.sources.parts import part_in, without_part

TABLES = (".csv", ".tsv", ".tab", ".jsonl", ".jsonlines", ".ndjson", ".json", ".parquet")
SAMPLE = 2**16
"""Characters that tell how a file is laid out; its columns are judged by lines from all over."""


@dataclass(frozen=True)
class Entry:
    """One file of a folder, and how to read it."""

    path: Path
    how: str
    """table: rows with a label each; lines: an example on each line; whole: one example."""
    label: str = ""
    part: str | None = None
    name: str = ""
    """Where it lies in the folder, as it is shown."""


def tables_among(texts: list[Path]) -> list[Path]:
    """The files that are tables by their names."""
    return [path for path in texts if bare(path).suffix.casefold() in TABLES]


def are_rows(texts: list[Path], encoding: str = "") -> bool:
    """Whether files without a telling suffix are rows of one data set all the same.

    They are where their names differ only in the part that they are, and where all are tables.
    """
    parted = [path for path in texts if part_in(path.name)]
    one_name = len({without_part(bare(path).name) for path in texts}) == 1
    named = len(texts) == 1 or (bool(parted) and one_name)
    return named or all(is_table(path, encoding) for path in texts)


def is_table(path: Path, encoding: str = "") -> bool:
    """Whether a file parts into columns, one of them with few values."""
    source = open_source(path, encoding=encoding)
    sample = next(pieces(source))[0]
    if looks_like_json(path, sample):
        return True
    layout = layout_of(path, sample[:SAMPLE], whole=len(sample) <= SAMPLE)
    places = places_of(source, SAMPLE)
    if layout is None and len(places) > 1:  # it may begin with something else
        lines = (line for place in places for line in place)
        layout = layout_of(path, "\n".join(lines), whole=True)
    if layout is None or (layout.part != "all" and not sample.startswith(FASTTEXT)):
        return False  # a class's sentences may well begin with the same few words
    # place by place: half a quote at the end of one must not hold the next
    rows = [row for lines in places for _, row in layout.rows(["\n".join([*lines, ""])])]
    body = rows[1:] or rows  # the first may be names
    width = Counter(map(len, rows)).most_common(1)[0][0] if rows else 0
    columns = zip(*(row for row in body if len(row) == width), strict=True)
    return any(len(set(column)) <= 1 + len(body) // 5 for column in columns)


def class_files(texts: list[Path], part: str | None) -> tuple[list[Entry], list[Path]]:
    """A file for each class, or for each class and part; and those that only name a part."""
    labels = _labels(texts)
    entries = [
        Entry(path, "lines", label, part_in(path.name) or part)
        for path, label in zip(texts, labels, strict=True)
        if label
    ]
    return entries, [path for path, label in zip(texts, labels, strict=True) if not label]


def _labels(texts: list[Path]) -> list[str]:
    """Of files as classes: the stem; where stems are the same, the suffix; else all of it.

    Without the word that speaks of a part; nothing where there is no other word.
    """
    parts = [part_in(path.name) for path in texts]
    files = [bare(path) for path in texts]
    stems = [without_part(file.stem) if part_in(file.stem) else file.stem for file in files]
    suffixes = [file.suffix[1:] for file in files]
    for names, least in ((stems, 2), (suffixes, 2), (stems, 1)):
        named = [pair for pair in zip(names, parts, strict=True) if pair[0]]
        if len({name for name, _ in named}) >= least and len(set(named)) == len(named):
            return names
    each = zip(texts, stems, parts, strict=True)
    return [(stem and without_part(path.name)) if part else path.name for path, stem, part in each]
