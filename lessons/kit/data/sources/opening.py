"""Opening a file, and saying in one sentence why it cannot be read, with the way out."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from lessons.kit.errors import BadEnvironment, one_line, reason, visible

LONGEST_PATH = 200
"""A sentence shows so much of a path."""


def refusal(path: Path, what: str, fix: str) -> BadEnvironment:
    """The file's name, what is wrong with it, and what to do."""
    return BadEnvironment(f"{shown(path)} {what}", fix)


def shown(path: Path) -> str:
    """The path on one line, safe to print; the end of a very long one."""
    name = one_line(str(path))
    return name if len(name) <= LONGEST_PATH else "…" + name[-LONGEST_PATH:]


def empty(path: Path) -> BadEnvironment:
    """The refusal of a file without a byte in it."""
    return refusal(path, "is empty", "give a file with text in it")


@contextmanager
def opened(path: Path) -> Iterator[BufferedReader]:
    """The file, open for reading bytes. Raises BadEnvironment for what the system refuses."""
    try:
        refuse_special(path)
        with path.open("rb") as file:
            yield file
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None


def unreadable(path: Path, error: Exception) -> BadEnvironment:
    """The system's reason in the learner's words."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        if path.is_symlink():
            return refusal(path, "is a broken link", "fix the link, or give the file itself")
        return refusal(path, "does not exist", "check the path")
    if isinstance(error, PermissionError):
        return refusal(path, "is not readable for you", _let_in(path))
    return refusal(
        path, f"cannot be read ({visible(reason(error))})", "check the path and the disk"
    )


def _let_in(path: Path) -> str:
    """The command that opens a file or a folder; or the folder above that keeps us out."""
    shut = next((above for above in reversed(path.parents) if not os.access(above, os.X_OK)), path)
    right = "u+r" if shut == path and not os.path.isdir(path) else "u+rx"  # noqa: PTH112
    return f"allow yourself to read it: chmod {right} {shown(shut)}"


def refuse_special(path: Path) -> None:
    """Raise BadEnvironment for a folder, a pipe or a device: a read could never end."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise refusal(path, "is a folder", "give one text file in it")
    if not stat.S_ISREG(mode):
        raise refusal(path, "is not a regular file", "save it as a text file first")
