"""What a folder of images says by its names: classes, parts, idx files with their labels."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lessons.kit.data.brought import Progress
from lessons.kit.data.images import arrays, idx
from lessons.kit.data.images.names import labels_beside, labels_in_names, said
from lessons.kit.data.images.pictures import Pile, is_picture, read_picture
from lessons.kit.data.images.stack import FORMS, MOST_BYTES, Stack, as_images
from lessons.kit.data.sources.files import refusal
from lessons.kit.data.sources.folders import files_below, is_folder, listed, passed_over
from lessons.kit.data.sources.meter import Meter
from lessons.kit.data.sources.packed import bare
from lessons.kit.data.sources.parts import part_in, without_part
from lessons.kit.errors import BadEnvironment, visible

TABLES = (".csv", ".tsv", ".jsonl", ".parquet")
MOST_BROKEN = 0.5
"""More pictures that cannot be read than this share, and something else is wrong."""
DEPTH = 3


@dataclass
class Entry:
    """One picture: where it lies, what it shows, and for which part it is."""

    path: Path
    label: str | None
    part: str | None


@dataclass
class Found:
    """What a folder turned out to be."""

    entries: list[Entry] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def stacks_of_folder(
    folder: Path, largest: int, progress: Progress, only: Path | None = None
) -> Iterator[Stack]:
    """The images of a folder, by part; `only` names one idx file, taken with its labels."""
    files = [path for path in listed(folder) if not is_folder(path)]
    idx_files = [path for path in files if idx.looks_like_idx(idx.head_of(path))]
    if idx_files:
        yield from _idx_stacks(folder, idx_files, only)
        return
    numbers = [path for path in files if path.suffix.casefold() in (".npz", ".npy")]
    if numbers and not any(map(is_picture, files)):
        for path in numbers:
            yield from arrays.read_npz(path) if path.suffix == ".npz" else arrays.read_npy(path)
        return
    found = _entries(folder)
    if not found.entries:
        raise refusal(folder, "contains no pictures", FORMS)
    yield from _pictures(folder, found, largest, Meter(progress, len(found.entries)))


def _idx_stacks(folder: Path, files: list[Path], only: Path | None) -> Iterator[Stack]:
    """Every idx file of images with the one of labels whose name differs in that word alone."""
    axes = {path: idx.head_of(path)[3] for path in files}
    labels = {_without_kind(path): path for path in files if axes[path] == 1}
    images = [path for path in files if axes[path] > 1 and only in (None, path)]
    if not images:
        raise refusal(folder, "has idx files of labels, and none of images", FORMS)
    for path in images:
        pixels, notes = as_images(path, idx.read_idx(path))
        beside = labels.get(_without_kind(path))
        told = arrays.labels_of(beside, idx.read_idx(beside), len(pixels)) if beside else None
        yield Stack(pixels, told, _idx_part(path), notes)


def _without_kind(path: Path) -> str:
    """`train-images-idx3-ubyte.gz` and `train-labels.idx1-ubyte` are of one set."""
    name = bare(path).name.casefold()
    for word in ("images", "image", "labels", "label", "idx3", "idx1", "ubyte", "idx"):
        name = name.replace(word, "")
    return name.strip(".-_")


def _idx_part(path: Path) -> str | None:
    return "test" if path.name.casefold().startswith("t10k") else part_in(path.name)


def _entries(folder: Path) -> Found:
    found = Found()
    _read(folder, None, found, 0)
    return found


def _read(folder: Path, part: str | None, found: Found, depth: int) -> None:
    inside = listed(folder)
    folders = [path for path in inside if is_folder(path)]
    pictures = [path for path in inside if is_picture(path)]
    parted = [path for path in folders if part_in(path.name)] if part is None else []
    if parted and depth < DEPTH:
        for path in parted:
            _read(path, part_in(path.name), found, depth + 1)
        _pass_over([path for path in folders if path not in parted], "not in a part", found)
    elif len(folders) == 1 and not pictures and depth < DEPTH:
        _read(folders[0], part, found, depth + 1)
    elif len(folders) > 1:
        _classes(folders, part, found)
        _pass_over(pictures, "beside the folders of the classes", found)
    else:
        _flat(folder, inside, part, found)


def _classes(folders: Iterable[Path], part: str | None, found: Found) -> None:
    """A folder for each class, its pictures at any depth below it."""
    for folder in folders:
        pictures = [path for path in files_below(folder) if is_picture(path)]
        found.entries += [Entry(path, folder.name, part) for path in pictures]


def _flat(folder: Path, inside: list[Path], part: str | None, found: Found) -> None:
    """Pictures side by side: labels from a table, else from their names."""
    pictures = [path for path in files_below(folder) if is_picture(path)]
    if not pictures:
        return
    tables = [path for path in inside if bare(path).suffix.casefold() in TABLES]
    labels = labels_beside(folder, tables, pictures)
    if labels:
        found.notes.append(f"classes from {', '.join(visible(path.name) for path in tables)}")
        left = [path for path in pictures if path not in labels]
        _pass_over(left, "not in the table", found)
        pictures = list(labels)
    elif labels := labels_in_names(pictures):
        found.notes.append(said(labels))
        labels = {path: without_part(label) or label for path, label in labels.items()}
    own = {path: part or part_in(path.stem) for path in pictures}
    found.entries += [Entry(path, labels.get(path), own[path]) for path in pictures]


def _pass_over(paths: list[Path], why: str, found: Found) -> None:
    if paths:
        found.notes.append(passed_over([(path, f"{visible(path.name)} ({why})") for path in paths]))


def _pictures(folder: Path, found: Found, largest: int, meter: Meter) -> Iterator[Stack]:
    """The pictures of each part, decoded; broken ones are left out while they are few."""
    parts = list(dict.fromkeys(entry.part for entry in found.entries))
    broken: list[tuple[Path, str]] = []
    piles = {part: (Pile(largest), list[str | None]()) for part in parts}
    room = MOST_BYTES
    for entry in found.entries:
        try:
            image, _ = read_picture(entry.path)
        except BadEnvironment as refused:
            broken.append((entry.path, refused.message))
            if len(broken) > MOST_BROKEN * len(found.entries):
                raise refused from None
            continue
        pile, labels = piles[entry.part]
        pile.add_image(image)
        labels.append(entry.label)
        room -= pile.images[-1].nbytes
        if room < 0:
            raise refusal(folder, "has more pictures than fit in memory", "give fewer of them")
        meter.read(entry.path, 1)
    notes = [*found.notes, *([passed_over(broken)] if broken else [])]
    for part, (pile, labels) in piles.items():
        if pile.images:
            images, decided = pile.stacked()
            told = None if None in labels else [str(label) for label in labels]
            yield Stack(images, told, part, notes + decided)
            notes = []
