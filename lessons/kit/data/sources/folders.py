"""What lies in a folder of the learner's: files of text, and what is passed over."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from lessons.kit.data.sources.encodings import checked
from lessons.kit.data.sources.files import judged, refusal, refuse_binary, unreadable
from lessons.kit.data.sources.packed import MOST_RATIO, is_packed, unpacked
from lessons.kit.errors import BadEnvironment, one_line

OF_SYSTEMS = ("desktop.ini", "thumbs.db", "ehthumbs.db", "icon\r", "__macosx")
"""What Windows and macOS keep for themselves beside people's files."""
HEAD = 2**16
"""Bytes that tell whether a file is text."""
NAMED = 5
"""Files named in one note; more are counted."""


def listed(folder: Path) -> list[Path]:
    """What lies in a folder and is not hidden, by name. Raises BadEnvironment."""
    names = [entry.name for entry in _entries(folder) if not _leads_back(folder, entry)]
    _refuse_saved(folder, names)
    return [folder / name for name in names]


def _refuse_saved(folder: Path, names: list[str]) -> None:
    """Raise BadEnvironment for a data set that a library wrote for itself alone."""
    parts = "dataset_dict.json" in names
    if parts or ("state.json" in names and any(name.endswith(".arrow") for name in names)):
        one = '["train"]' if parts else ""
        fix = f"export it: datasets.load_from_disk(FOLDER){one}.to_csv(FILE)"
        raise refusal(folder, "is a data set saved by the library datasets", fix)


def _entries(folder: Path) -> "list[os.DirEntry[str]]":
    """The same as the system lists it, which knows the folders among them."""
    try:
        with os.scandir(folder) as entries:
            shown = [entry for entry in entries if not _is_hidden(entry.name)]
    except (OSError, ValueError) as error:
        raise unreadable(folder, error) from None
    return sorted(shown, key=lambda entry: entry.name)


def _is_hidden(name: str) -> bool:
    """Whether nobody put it there: a system did, and its file browser does not show it."""
    return name.startswith(".") or name.casefold() in OF_SYSTEMS


def peek(path: Path, encoding: str = "") -> None:
    """See by its beginning whether a file is text. Raises BadEnvironment."""
    with unpacked(path, plain=True) as stream:
        head = stream.read(HEAD)
        seen = judged(stream, head, checked(encoding))
    seen.at(head)
    refuse_binary(path, seen)


def is_folder(path: Path) -> bool:
    """Whether this is a folder. Raises BadEnvironment for what is not there."""
    try:
        return path.is_dir()
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None


def files_below(folder: Path) -> list[Path]:
    """Every file in a folder and in the folders below it, hidden ones left out."""
    listed(folder)  # which refuses what is no folder of files
    # a link to a folder above would lead here again
    return list(_below(folder, set(Path(os.path.realpath(folder)).parents)))


def _below(folder: Path, entered: set[Path]) -> Iterator[Path]:
    """Every file below a folder; one that is linked into itself is entered once."""
    real = Path(os.path.realpath(folder))
    if real in entered:
        return
    entered.add(real)
    for entry in _entries(folder):
        path = folder / entry.name
        if _leads_on(entry):
            yield from _below(path, entered)
        else:
            yield path


def _leads_on(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False  # what is wrong with it is said when it is read


def _leads_back(folder: Path, entry: "os.DirEntry[str]") -> bool:
    """Whether this is a link to the folder that it lies in, or to one above."""
    if not entry.is_symlink() or not _leads_on(entry):
        return False
    real = Path(os.path.realpath(folder))
    return Path(os.path.realpath(folder / entry.name)) in (real, *real.parents)


def size_of_all(paths: list[Path]) -> tuple[int, int]:
    """The bytes of all these files as they lie there, and at most when they are unpacked.

    As far as the system tells: what cannot be opened is refused when it is read.
    """
    total = unpacked = 0
    for path in paths:
        with suppress(OSError, ValueError):
            size = path.stat().st_size
            total += size
            unpacked += size * (MOST_RATIO if size > HEAD and is_packed(path) else 1)
    return total, unpacked


def sifted(paths: list[Path], encoding: str = "") -> tuple[list[Path], list[str]]:
    """The files that are text, and notes of those that are not."""
    files, passed = [], []
    for path in paths:
        try:
            peek(path, encoding)
            files.append(path)
        except BadEnvironment as refused:
            passed.append((path, refused.message))
    return files, [passed_over(passed)] if passed else []


def passed_over(passed: list[tuple[Path, str]]) -> str:
    """One sentence about files that were not read."""
    said = [message.removeprefix(one_line(str(path.parent)) + "/") for path, message in passed]
    more = f"; and {len(said) - NAMED} more" if len(said) > NAMED else ""
    return f"skipped: {'; '.join(said[:NAMED])}{more}"
