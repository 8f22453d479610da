"""What a folder of labelled texts says by its names: a class, a part, a file of rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from lessons.kit.errors import visible
from lessons.kit.reading.files import look, pieces, refusal
from lessons.kit.reading.folders import files_below, is_folder, listed, passed_over, sifted
from lessons.kit.reading.layout import layout_of
from lessons.kit.reading.parts import PART_OF, part_in, without_part

TABLES = (".csv", ".tsv", ".tab", ".jsonl", ".ndjson", ".json")
ABOUT = ("readme", "license", "licence", "notice", "changelog", "copying", "citation")
"""Files about the data are not data."""
UNLABELLED = ("unsup", "unlabeled", "unlabelled", "unsupervised")
"""Folders of texts that nobody has judged."""
SAMPLE = 2**16


@dataclass(frozen=True)
class Entry:
    """One file of a folder, and how to read it."""

    path: Path
    how: str
    """table: rows with a label each; lines: an example on each line; whole: one example."""
    label: str = ""
    part: str | None = None


@dataclass
class Shape:
    """The files to read, and what to tell about the others."""

    entries: list[Entry] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    said: str = ""
    """In what shape the examples lie, in words."""


def shape_of(folder: Path) -> Shape:
    """How the examples lie in a folder. Raises BadEnvironment where there are none."""
    shape = Shape()
    _read(folder, None, shape, 0)
    if not shape.entries:
        why = f" ({shape.notes[0]})" if shape.notes else ""
        mend = "put in it a folder for each class, or a text file for each class, or a CSV file"
        raise refusal(folder, f"has no labelled texts in it{why}", mend)
    return shape


def _read(folder: Path, part: str | None, shape: Shape, depth: int) -> None:
    inside = listed(folder)
    folders = [path for path in inside if is_folder(path)]
    files = [path for path in inside if path not in folders]
    parted = [path for path in folders if part_in(path.name)] if part is None else []
    if parted and depth < 3:
        for path in parted:
            _read(path, part_in(path.name), shape, depth + 1)
        _pass_over([path for path in inside if path not in parted], "not in a part", shape)
    elif len(folders) >= 2 and _class_folders(folders, part, shape):
        _pass_over(files, "beside the folders of the classes", shape)
    elif len(folders) == 1 and not _useful(files) and depth < 3:
        _read(folders[0], part, shape, depth + 1)
    else:
        _files(files, part, shape)


def _useful(files: Iterable[Path]) -> list[Path]:
    return [path for path in files if not path.stem.casefold().startswith(ABOUT)]


def _pass_over(paths: list[Path], why: str, shape: Shape) -> None:
    if paths:
        shape.notes.append(passed_over([(path, f"{visible(path.name)} ({why})") for path in paths]))


def _class_folders(folders: list[Path], part: str | None, shape: Shape) -> bool:
    """A folder for each class, with a file for each example; or with one file of them all."""
    unlabelled = [path for path in folders if path.name.casefold() in UNLABELLED]
    inside = {path: _useful(files_below(path)) for path in folders if path not in unlabelled}
    filled = {path: files for path, files in inside.items() if files}
    if not filled:
        return False
    _pass_over(unlabelled, "without labels", shape)
    how = "lines" if all(len(files) == 1 for files in filled.values()) else "whole"
    shape.said = f"a folder for each class, {_spoken(how)}"
    for path, files in filled.items():
        shape.entries += [Entry(file, how, path.name, part) for file in files]
    return True


def _spoken(how: str) -> str:
    return "one example on each line" if how == "lines" else "one example in each file"


def _files(files: list[Path], part: str | None, shape: Shape) -> None:
    useful = _useful(files)
    _pass_over([path for path in files if path not in useful], "about the data", shape)
    texts, passed = sifted(useful)
    shape.notes += passed
    tables = [path for path in texts if path.suffix.casefold() in TABLES]
    if tables:
        _pass_over([path for path in texts if path not in tables], "no table", shape)
    if tables or _all_tables(texts):
        shape.said = "tables"
        for path in tables or texts:
            shape.entries.append(Entry(path, "table", "", part or part_in(path.stem)))
    else:
        shape.said = "a file for each class, one example on each line"
        shape.entries += _class_files(texts, part)


def _all_tables(texts: list[Path]) -> bool:
    """Whether these files without a telling suffix are tables all the same."""
    stems = {path.stem.casefold() for path in texts}
    return len(texts) == 1 or stems <= set(PART_OF) or all(map(_is_table, texts))


def _is_table(path: Path) -> bool:
    """Whether a file parts into columns, one of them with few values."""
    sample = next(pieces(look(path)))[0]
    layout = layout_of(path, sample[:SAMPLE], whole=len(sample) <= SAMPLE)
    if layout is None or layout.part != "all":
        return False  # a class's sentences may well begin with the same few words
    rows = [row for _, row in layout.rows(sample[:SAMPLE].splitlines(keepends=True))]
    columns = zip(*(row for row in rows if len(row) == len(rows[0])), strict=True)
    return any(len(set(column)) <= 1 + len(rows) // 5 for column in columns)


def _class_files(texts: list[Path], part: str | None) -> list[Entry]:
    """A file for each class, or for each class and part where the names say both."""
    parts = [part_in(path.name) for path in texts]
    if part is None and all(parts):
        names = [without_part(path.stem) for path in texts]
        if len(set(zip(names, parts, strict=True))) == len(texts) and len(set(names)) > 1:
            every = zip(texts, names, parts, strict=True)
            return [Entry(path, "lines", name, own) for path, name, own in every]
    return [
        Entry(path, "lines", name, part) for path, name in zip(texts, _names(texts), strict=True)
    ]


def _names(texts: list[Path]) -> list[str]:
    """Of files as classes: the stem; where stems are the same, the suffix; else all of it."""
    for names in ([path.stem for path in texts], [path.suffix[1:] for path in texts]):
        if len(set(names)) == len(texts) and all(names):
            return names
    return [path.name for path in texts]
