"""What a folder of labelled texts says by its names: a class, a part, a file of rows."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from lessons.kit.data.labelled.files_of_rows import (
    Entry,
    are_rows,
    class_files,
    is_table,
    tables_among,
)
from lessons.kit.data.sources.files import refusal, shown
from lessons.kit.data.sources.folders import files_below, is_folder, listed, passed_over, sifted
from lessons.kit.data.sources.parts import UNLABELLED, part_in
from lessons.kit.errors import BadEnvironment, one_line

ABOUT = ("readme", "license", "licence", "notice", "changelog", "copying", "citation")
"""Files about the data are not data."""
DEEPEST = 3
"""Folders in folders that are entered."""
MOST_TRIED = 20
"""Folders that are looked into for the one that would do."""
NAMED = 3
"""Names of one part that are said."""
CLASS_FILES = "a file for each class, one example on each line"
FOLDERS = "a folder for each class"


@dataclass
class Shape:
    """The files to read, and what to tell about the others."""

    entries: list[Entry] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    encoding: str = ""
    """The one that the learner named for all of them."""
    parted: bool = False
    """Whether the learner named what parts their lines: then they are tables."""
    said: str = ""
    """In what shape the examples lie, in words."""

    def pass_over(self, paths: list[Path], why: str) -> None:
        """Tell of files that are not read."""
        if paths:
            told = [(path, f"{one_line(path.name)} ({why})") for path in paths]
            self.notes.append(passed_over(told))

    def enter(self, folder: Path, why: str) -> None:
        """Tell of a folder that is read in place of the one around it."""
        self.notes.append(f"the folder {one_line(folder.name)!r} in it is read: {why}")


def shape_of(folder: Path, encoding: str = "", parted: bool = False) -> Shape:
    """How the examples lie in a folder. Raises BadEnvironment where there are none."""
    shape = Shape(encoding=encoding, parted=parted)
    _read(folder, None, shape, 0)
    if not shape.entries:
        why = f" ({shape.notes[0]})" if shape.notes else ""
        if inner := inside(folder, encoding):
            what = f"contains no labelled texts{why}"
            raise refusal(folder, what, f"give that folder instead: {shown(inner)}")
        fix = "put into it one folder per class, or one text file per class, or a CSV file"
        raise refusal(folder, f"contains no labelled texts{why}", fix)
    named = [replace(e, name=one_line(str(e.path.relative_to(folder)))) for e in shape.entries]
    shape.entries = named
    if said := _parts_said(named):
        shape.notes.append(said)
    return shape


def _parts_said(entries: list[Entry]) -> str:
    """Which files and folders are which part, by their names."""
    named: dict[str, list[str]] = {}
    # of examples by the thousand the folders are looked at, and each of them once
    places = {
        (entry.name.rpartition("/")[0] if entry.how == "whole" else entry.name, entry.part): None
        for entry in entries
        if entry.part
    }
    for place, part in places:
        naming = [piece for piece in place.split("/") if part_in(piece) == part]
        if part and naming and naming[-1] not in named.setdefault(part, []):
            named[part].append(naming[-1])
    each = [
        f"{part} is {', '.join(names[:NAMED])}{' …' if len(names) > NAMED else ''}"
        for part, names in named.items()
    ]
    return f"parts by their names: {'; '.join(each)}" if each else ""


def inside(folder: Path, encoding: str = "") -> Path | None:
    """The only folder in a folder whose names say that labelled texts lie in it."""
    able = []
    with suppress(BadEnvironment):
        for path in _folders(folder)[:MOST_TRIED]:
            tried = Shape(encoding=encoding)
            with suppress(BadEnvironment):
                _read(path, None, tried, 1)
            classes = {entry.label for entry in tried.entries}
            if tried.entries and (tried.said == "tables" or len(classes) > 1):
                able.append(path)
    return able[0] if len(able) == 1 else None


def _read(folder: Path, part: str | None, shape: Shape, depth: int) -> None:
    inside = listed(folder)
    folders = [path for path in inside if is_folder(path)]
    files = [path for path in inside if path not in folders]
    parted = [path for path in folders if part_in(path.name)] if depth < DEEPEST else []
    if parted and len(inside) > 1:
        _read_parts(folders, files, parted, part or "train", shape, depth)
    elif depth < DEEPEST and _are_classes_of_parts(folders):
        _read_classes_of_parts(folders, part, shape)
        shape.pass_over(files, "beside the folders of the classes")
    elif sets := [path for path in folders if depth < DEEPEST and _has_parts(path)]:
        _read_set(folder, sets, [path for path in inside if path not in sets], shape, depth)
    elif len(filled := _filled(folders)) > 1 and _are_tables(filled):
        _tables([file for files in filled.values() for file in files], part, shape)
        shape.said = "tables, in several folders"
        shape.pass_over([*files, *(f for f in folders if f not in filled)], "beside the tables")
    elif len(filled) > 1:
        _class_folders(folders, filled, part, shape)
        shape.pass_over(files, "beside the folders of the classes")
    elif len(filled) == 1 and depth < DEEPEST and _wraps(folders, files):
        (inner,) = filled
        shape.enter(inner, "there is nothing else" if not _useful(files) else "classes are there")
        shape.pass_over([p for p in [*folders, *_useful(files)] if p != inner], "beside it")
        _read(inner, part, shape, depth + 1)
    else:
        _files(files, part, shape)
        shape.pass_over(folders, "a folder beside the files")


def _read_parts(
    folders: list[Path], files: list[Path], parted: list[Path], part: str, shape: Shape,
    depth: int,
) -> None:  # fmt: skip
    """Every part in its folder; what lies beside them is the other part if none of them is."""
    for path in parted:
        _read(path, part_in(path.name), shape, depth + 1)
    beside = [path for path in folders if path not in parted]
    if any(part_in(path.name) == part for path in parted):
        shape.pass_over([*beside, *files], "not in a part")
    elif filled := _filled(beside):
        _class_folders(beside, filled, part, shape)
        names = ", ".join(one_line(path.name) for path in [*filled][:5])
        shape.notes.append(
            f"the part for {'learning' if part == 'train' else part}, beside the others: {names}"
        )
        shape.pass_over(files, "not in a part")
    else:
        _files(files, part, shape)
        shape.pass_over(beside, "not in a part")


def _has_parts(folder: Path) -> bool:
    """Whether a folder is a whole data set: at least two parts by their names.

    Of files all must name a part: among many examples some may speak of a train and of a test.
    """
    inside = _useful(listed(folder))
    named = [path for path in inside if part_in(path.name)]
    parts = {part_in(path.name) for path in named}
    if len(parts) < 2:  # the usual case costs no look at the disk for every file
        return False
    return len(named) == len(inside) or any(map(is_folder, named))


def _are_classes_of_parts(folders: list[Path]) -> bool:
    """Whether there is a folder for each class, with train and test in each: pos/train/1.txt."""
    classes = [path for path in folders if path.name.casefold() not in UNLABELLED]
    return len(classes) > 1 and all(
        _has_parts(path)
        and not tables_among(files_below(path))
        and not any(_folders(inner) for inner in _folders(path))
        for path in classes
    )


def _read_classes_of_parts(folders: list[Path], part: str | None, shape: Shape) -> None:
    for path in folders:
        if path.name.casefold() in UNLABELLED:
            shape.pass_over([path], "without labels")
            continue
        inside = listed(path)
        many = len(inside) > len({part_in(inner.name) for inner in inside})
        for inner in inside:
            its = part_in(inner.name) or part
            how = "whole" if many or is_folder(inner) else "lines"
            files = files_below(inner) if is_folder(inner) else _useful([inner])
            shape.entries += [Entry(file, how, path.name, its) for file in files]
    shape.said = f"{FOLDERS}, with its parts in it"


def _read_set(folder: Path, sets: list[Path], others: list[Path], shape: Shape, depth: int) -> None:
    if len(sets) > 1:
        names = ", ".join(one_line(path.name) for path in sets[:5])
        what = f"has {len(sets)} data sets in it, each with its own parts: {names}"
        raise refusal(folder, what, f"give one of them, such as {shown(sets[0])}")
    shape.enter(sets[0], "train and test are there")
    shape.pass_over(_useful(others), "beside it")
    _read(sets[0], None, shape, depth + 1)


def _are_tables(filled: dict[Path, list[Path]]) -> bool:
    """Whether folders hold tables that say their labels themselves."""
    if any(len(tables_among(files)) < len(files) for files in filled.values()):
        return False
    return all(is_table(files[0]) for files in filled.values())


def _wraps(folders: list[Path], files: list[Path]) -> bool:
    """Whether what lies beside the only filled folder is less of a data set than that is."""
    return not _useful(files) or (
        not tables_among(files) and any(len(_filled(_folders(path))) > 1 for path in folders)
    )


def _folders(folder: Path) -> list[Path]:
    return [path for path in listed(folder) if is_folder(path)]


def _useful(files: Iterable[Path]) -> list[Path]:
    return [path for path in files if not path.stem.casefold().startswith(ABOUT)]


def _filled(folders: list[Path]) -> dict[Path, list[Path]]:
    """The folders that may be classes, with the files in each."""
    judged = [path for path in folders if path.name.casefold() not in UNLABELLED]
    inside = {path: _useful(files_below(path)) for path in judged}
    return {path: files for path, files in inside.items() if files}


def _class_folders(
    folders: list[Path], filled: dict[Path, list[Path]], part: str | None, shape: Shape
) -> None:
    """A folder for each class, with a file for each example; or with one file of them all."""
    unlabelled = [path for path in folders if path.name.casefold() in UNLABELLED]
    shape.pass_over(unlabelled, "without labels")
    how = "lines" if all(len(files) == 1 for files in filled.values()) else "whole"
    each = "one example on each line" if how == "lines" else "one example in each file"
    shape.said = f"{FOLDERS}, {each}"
    for path, files in filled.items():
        shape.entries += [Entry(file, how, path.name, part) for file in files]


def _files(files: list[Path], part: str | None, shape: Shape) -> None:
    useful = _useful(files)
    shape.pass_over([path for path in files if path not in useful], "about the data")
    texts, passed = sifted(useful, shape.encoding)
    shape.notes += passed
    tables = tables_among(texts)
    if tables or shape.parted or are_rows(texts, shape.encoding):
        shape.pass_over([path for path in texts if tables and path not in tables], "no table")
        shape.said = "tables"
        _tables(tables or texts, part, shape)
    else:
        shape.said = CLASS_FILES
        entries, parts = class_files(texts, part)
        shape.entries += entries
        shape.pass_over(parts, "the name of a part and of no class")


def _tables(tables: list[Path], part: str | None, shape: Shape) -> None:
    parts = [part_in(path.name) or part for path in tables]
    shape.entries += [Entry(p, "table", "", its) for p, its in zip(tables, parts, strict=True)]
    nameless = [path for path, its in zip(tables, parts, strict=True) if its is None]
    if len(nameless) > 1:
        one_folder = len({path.parent for path in nameless}) == 1
        shorts = [p.name if one_folder else f"{p.parent.name}/{p.name}" for p in nameless[:5]]
        names = ", ".join(map(one_line, shorts))
        more = f" and {len(nameless) - 5} more" if len(nameless) > 5 else ""
        shape.notes.append(f"rows of one data set: {names}{more} (the names say no part)")
