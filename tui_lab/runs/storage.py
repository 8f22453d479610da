"""What a folder of runs must be able to do, and the fix that fits where it cannot.

Quotas and a lack of inodes are full disks too; a file system without locks is none that can be
repaired by making room.
"""

import errno
import fcntl
import mmap
import os
import secrets
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lessons.kit.errors import reason
from tui_lab.system.files import replace_file

ELSEWHERE = "set DL_LAB_DIR to a folder on another disk"
NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS)
FIXES = {
    errno.ENOSPC: f"free some space: dl-lab gc; or {ELSEWHERE}",
    errno.EDQUOT: f"your quota is used up: delete old runs (dl-lab gc) or other files of yours, or "
    f"{ELSEWHERE}",
    errno.EROFS: "set DL_LAB_DIR to a folder that can be written",
    errno.EACCES: "set DL_LAB_DIR to a folder of yours that can be written",
    errno.EPERM: "set DL_LAB_DIR to a folder of yours that can be written",
    errno.EFBIG: "the limit on the size of a file is reached: raise it (ulimit -f)",
    errno.EMFILE: "too many files are open: raise the limit (ulimit -n)",
    errno.ENFILE: "too many files are open on this machine: close some programs",
    errno.ESTALE: "the file server lost this folder: mount it again",
    errno.EIO: f"the disk has failed: {ELSEWHERE}",
    errno.ENOENT: "the folder is gone: start a new run",
}
INODES = f"there is space left, but no inodes: delete many small files (dl-lab gc), or {ELSEWHERE}"
LOCKS = (
    "the file system keeps no locks: set DL_LAB_DIR to a folder on a local disk, or ask for "
    "a mount with locks"
)
SAMPLE = b"dl-lab"


class NoLocksError(OSError):
    """The file system of a run cannot lock a file."""


def fix_for(error: OSError, folder: Path) -> str:
    """What to do where the system would not keep something in this folder."""
    if isinstance(error, NoLocksError):
        return LOCKS
    if error.errno == errno.ENOSPC and not has_inodes(folder):
        return INODES
    return FIXES.get(error.errno or 0, "check the disk, or set DL_LAB_DIR to another folder")


def has_inodes(folder: Path) -> bool:
    """Whether new files can be made there; where the file system does not count them, they can."""
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    with suppress(OSError):
        found = os.statvfs(folder)
        return not found.f_files or found.f_favail > 0
    return True


@dataclass(frozen=True)
class Shortcoming:
    """Something that a run needs and a folder cannot do."""

    what: str
    why: str
    """In the system's words."""
    fix: str
    is_fatal: bool = True
    """Whether no run can be kept there; else there is another way."""


def shortcomings(folder: Path) -> Iterator[Shortcoming]:
    """Try all that a run does with files, in a folder that is gone afterwards."""
    place = folder / f".try.{secrets.token_hex(4)}"
    try:
        place.mkdir(mode=0o700)
    except OSError as error:
        yield Shortcoming("make a folder", reason(error), fix_for(error, folder))
        return
    try:
        for what, attempt in ATTEMPTS.items():
            if refused := _tried(attempt, place):
                fatal = what != SOCKET
                fix = fix_for(refused, folder) if fatal else "commands go through files instead"
                yield Shortcoming(what, reason(refused), fix, fatal)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _tried(attempt: Callable[[Path], object], place: Path) -> OSError | None:
    try:
        attempt(place)
    except OSError as error:
        return error
    return None


def lock(handle: int, kind: int) -> None:
    """`flock` without waiting. Raises NoLocksError where the file system has none."""
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except OSError as error:
        if error.errno in NO_LOCKS:
            raise NoLocksError(error.errno, reason(error)) from None
        raise


def _write(place: Path) -> None:
    replace_file(place / "file", SAMPLE)  # also: sync, and rename
    replace_file(place / "file", SAMPLE)


def _append(place: Path) -> None:
    with (place / "file").open("ab") as file:
        file.write(SAMPLE)
    if not (place / "file").read_bytes().endswith(SAMPLE):
        raise OSError(errno.EIO, "appended data is missing")


def _lock(place: Path) -> None:
    handle = os.open(place / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        lock(handle, fcntl.LOCK_EX)
    finally:
        os.close(handle)


def _make_once(place: Path) -> None:
    for again in (False, True):
        with suppress(FileExistsError):
            os.close(os.open(place / "once", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            if again:
                raise OSError(errno.EIO, "the same file was created twice")


def _date(place: Path) -> None:
    os.utime(place / "once")


def _move_folder(place: Path) -> None:
    (place / "draft").mkdir()
    (place / "draft").rename(place / "whole")


def _map(place: Path) -> None:
    with (place / "file").open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ):
        pass


def _listen(place: Path) -> None:
    path = place / "socket"
    if len(os.fsencode(path)) > 100:
        return  # that is tried elsewhere
    with socket.socket(socket.AF_UNIX) as ear:
        ear.bind(str(path))


SOCKET = "listen on a socket"
ATTEMPTS: dict[str, Callable[[Path], object]] = {
    "write and replace a file": _write, "append to a file": _append, "lock a file": _lock,
    "make a file just once": _make_once, "date a file": _date, "rename a folder": _move_folder,
    "map a file": _map, SOCKET: _listen,
}  # fmt: skip
"""What a run does, from its first second to its last checkpoint."""
