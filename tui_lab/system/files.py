"""Files of which half is worth nothing, in folders that are nobody else's business."""

import codecs
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import IO

from lessons.kit.errors import BadEnvironment

LARGEST = 1_000_000  # bytes of a source that a learner wrote


def make_private(folder: Path) -> None:
    """Make a folder, and those above it, that only their owner can enter.

    What already exists keeps its mode. Raises OSError, also if the folder is another's.
    """
    if not folder.parent.exists():
        make_private(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise PermissionError(13, "the folder belongs to another user", str(folder))


def replace_file(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Write a file whole or not at all, readable by its owner only. Raises OSError."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def open_own(path: Path) -> IO[bytes]:
    """The file, to be read. Raises PermissionError where others than its owner may have written it.

    That is a link, a file of two names, one of another user, or one that a group may write.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    file = os.fdopen(handle, "rb", buffering=0)
    found = os.fstat(handle)
    shared = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH) or found.st_nlink > 1
    if not stat.S_ISREG(found.st_mode) or found.st_uid != os.getuid() or shared:
        file.close()
        raise PermissionError(13, "other users may have written it", str(path))
    return file


def first_bytes(path: Path, most: int) -> bytes:
    """The beginning of a file; one byte more than `most` says that it goes on.

    Raises BadEnvironment where it cannot be read; a pipe is refused, where a read could wait.
    """
    from lessons.kit.data.sources.opening import opened  # start-up reads no file of a person

    with opened(path) as file:
        return file.read(most + 1)


def text_of(path: Path, most: int = LARGEST) -> str:
    """A text that a person wrote: UTF-8, whatever its line ends are, and a mark at its beginning.

    Every line ends with a line feed in what is returned. Raises BadEnvironment, in one sentence,
    for what is larger than `most` bytes, no text, no file, or cannot be read.
    """
    from lessons.kit.data.sources.opening import shown

    with suppress(RuntimeError):  # ~ of a user who is not there: then the name is as it stands
        path = path.expanduser()
    content = first_bytes(path, most)
    if len(content) > most:
        raise BadEnvironment(f"{shown(path)} is larger than {most / 1e6:.3g} MB", "shorten it")
    return _decoded(content, shown(path)).replace("\r\n", "\n").replace("\r", "\n")


def _decoded(content: bytes, name: str) -> str:
    """UTF-8. Raises BadEnvironment for other encodings, and for a zero byte, which no text has."""
    fix = "save it as UTF-8"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise BadEnvironment(f"{name} is text in UTF-16", fix)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"{name} is no text in UTF-8 (byte {error.start + 1} is none)"
        raise BadEnvironment(what, fix) from None
    if (zero := content.find(b"\0")) >= 0:
        raise BadEnvironment(f"{name} is no text in UTF-8 (byte {zero + 1} is zero)", fix)
    return text


def by_step(place: Path) -> list[Path]:
    """The folders in one that are named by a step, the latest first."""
    if not place.is_dir():
        return []
    found = [folder for folder in place.iterdir() if folder.name.isdecimal()]
    return sorted(found, key=lambda folder: int(folder.name), reverse=True)
