"""What lies in a folder of the learner's: files of text, and what is passed over."""

import os
from collections.abc import Iterator
from pathlib import Path

from lessons.kit.errors import BadEnvironment, visible
from lessons.kit.reading.encodings import checked
from lessons.kit.reading.files import judged, refusal, refuse_binary, unreadable
from lessons.kit.reading.packed import unpacked

HEAD = 2**16
"""Bytes that tell whether a file is text."""
NAMED = 5
"""Files named in one note; more are counted."""


def listed(folder: Path) -> list[Path]:
    """What lies in a folder and is not hidden, by name. Raises BadEnvironment."""
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    except OSError as error:
        raise unreadable(folder, error) from None
    return [folder / name for name in names]


def peek(path: Path, encoding: str = "") -> None:
    """See by its beginning whether a file is text. Raises BadEnvironment."""
    with unpacked(path, plain=True) as stream:
        head = stream.read(HEAD)
        seen = judged(stream, head, checked(encoding))
    seen.at(head)
    refuse_binary(path, seen)


def text_files(path: Path) -> tuple[list[Path], list[str]]:
    """The file itself, or the text files of a folder and all below it; and what to tell.

    Raises BadEnvironment where there are none.
    """
    if not is_folder(path):
        peek(path)
        return [path], []
    files, passed = sifted(files_below(path))
    if not files:
        why = f" ({passed[0]})" if passed else ""
        raise refusal(path, f"has no text file in it{why}", "give a folder of plain text files")
    return files, passed


def is_folder(path: Path) -> bool:
    """Whether this is a folder. Raises BadEnvironment for what is not there."""
    try:
        return path.is_dir()
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None


def files_below(folder: Path) -> list[Path]:
    """Every file in a folder and in the folders below it, hidden ones left out."""
    # a link to a folder above would lead here again
    return list(_below(folder, set(Path(os.path.realpath(folder)).parents)))


def _below(folder: Path, entered: set[Path]) -> Iterator[Path]:
    """Every file below a folder; one that is linked into itself is entered once."""
    real = Path(os.path.realpath(folder))
    if real in entered:
        return
    entered.add(real)
    for path in listed(folder):
        if is_folder(path):
            yield from _below(path, entered)
        else:
            yield path


def sifted(paths: list[Path]) -> tuple[list[Path], list[str]]:
    """The files that are text, and notes of those that are not."""
    files, passed = [], []
    for path in paths:
        try:
            peek(path)
            files.append(path)
        except BadEnvironment as refused:
            passed.append((path, refused.message))
    return files, [passed_over(passed)] if passed else []


def passed_over(passed: list[tuple[Path, str]]) -> str:
    """One sentence about files that were not read."""
    said = [message.removeprefix(visible(str(path.parent)) + "/") for path, message in passed]
    more = f"; and {len(said) - NAMED} more" if len(said) > NAMED else ""
    return f"passed over: {'; '.join(said[:NAMED])}{more}"
