"""Mistakes in the code of a lesson that is not ours: which file, which line, and what to do."""

import traceback
from pathlib import Path

from lessons.kit.errors import BadUsage, Trouble, visible

_watched: list[Path] = []
"""The folders of the lessons that were loaded: an error that arose in them is not ours."""


class BrokenLessonError(BadUsage):
    """A lesson from outside that cannot be opened, or whose code failed."""


def watch(root: Path) -> None:
    """From now on an error from this folder is told as its author's."""
    if root not in _watched:
        _watched.append(root)


def broken(address: str, error: BaseException) -> Trouble:
    """The error of a lesson that could not be opened, in words."""
    if isinstance(error, Trouble):
        return error
    return blame(error) or BrokenLessonError(f"{visible(address)} cannot be opened: {_say(error)}")


def blame(error: BaseException) -> BrokenLessonError | None:
    """The same error with file and line, if the code of a lesson from outside made it."""
    place = None if isinstance(error, KeyboardInterrupt) else _place(error)
    if place is None:
        return None
    root, file, line = place
    name = visible(str(Path(root.name, file.relative_to(root))))
    return BrokenLessonError(f"{name} line {line}: {_say(error)}", _mend(error, root))


def _place(error: BaseException) -> tuple[Path, Path, int] | None:
    """The innermost line of a lesson's own that was at work."""
    places = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError):
        places.append((error.filename or "", error.lineno))
    for name, line in reversed(places):
        for root in _watched:
            if Path(name).is_relative_to(root):
                return root, Path(name), line or 0
    return None


def _say(error: BaseException) -> str:
    said = error.msg if isinstance(error, SyntaxError) else str(error)
    first = (said.splitlines() or [""])[0]
    return visible(f"{type(error).__name__}: {first}" if first else type(error).__name__)


def _mend(error: BaseException, root: Path) -> str:
    if not isinstance(error, ImportError):
        return "mend it, and try again: dl-lab lint looks for more"
    if "beyond top-level" in str(error):
        return "a lesson's folder stands alone: import what lies in it, with one dot"
    missing = (error.name or "").partition(".")[0]
    if missing == root.name or missing == root.parent.name:
        return "within a lesson write: from . import …, from .train import …"
    return f"pip install {missing}" if isinstance(error, ModuleNotFoundError) and missing else ""
