"""Mistakes in code that is not ours: which file, which line, and what to do.

A lesson from outside, and the files of a lesson that a learner edited. What is told of them
leaves out the lines of ours and of libraries, in which their author has nothing to look for.
"""

import linecache
import re
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from inspect import GEN_SUSPENDED, getgeneratorstate, isgenerator
from pathlib import Path
from typing import Any

from lessons.kit.errors import BadUsage, Trouble, named, visible
from lessons.kit.page.kit_names import advice

EDITED = "<{} {} {}>"
"""What the code of an edited file is called in tracebacks: whose, the file, a digest of the text.

"your": the learner's; "the lesson's": of a file that was not edited, but imports one that was.
"""
OF_EDITED = re.compile(r"<((?:your|the lesson's) \S+) [0-9a-f]{8}>")
MOST = 100  # characters of a line that are repeated
LONGEST = 20_000  # characters of a traceback that are kept

_watched: list[Path] = []
"""The folders of the lessons that were loaded: an error that arose in them is not ours."""


class BrokenLessonError(BadUsage):
    """A lesson from outside that cannot be opened, or whose code failed."""


@dataclass(frozen=True)
class Place:
    """A line of somebody's own."""

    file: str
    """As its author knows it: your train.py, the lesson's train.py, attention/train.py."""
    line: int
    code: str
    root: Path | None = None
    """The folder of the lesson that it belongs to; None for what a learner edited."""


@dataclass(frozen=True)
class Mistake:
    """An error that somebody's own loop made while it trained."""

    place: Place
    said: str
    traceback: str
    """Only the lines of their own."""

    def __str__(self) -> str:
        return f"{self.place.file}, {self.where}"

    @property
    def where(self) -> str:
        """Line, code and error."""
        code = f"{self.place.code}  ({self.said})" if self.place.code else self.said
        return f"line {self.place.line}: {code}"


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
    """The same error with file and line, if code that is not ours made it."""
    place = None if isinstance(error, KeyboardInterrupt) else _place(error)
    if place is None:
        return None
    fix = renamed_in(error) or _fix(error, place)
    return BrokenLessonError(f"{place.file} line {place.line}: {_say(error)}", fix)


def renamed_in(error: BaseException) -> str:
    """What the author of an old lesson is to write now; "" where it is no matter of names."""
    steps = _own_steps(error) if isinstance(error, ImportError) else []
    return advice("".join(linecache.getlines(steps[-1].filename))) if steps else ""


def mistake(error: BaseException, loop: Any = None) -> Mistake | None:
    """What a loop that is not ours did wrong; None where the error is not its own.

    `loop` is the generator: what it has said may be refused only after it said it.
    """
    steps = _own_steps(error) or _waiting_at(loop)
    place = _place(error) or (_at(steps[-1].filename, steps[-1].lineno) if steps else None)
    if place is None:
        return None
    return Mistake(place, visible(named(error)), _told(error, steps))


def told(error: BaseException) -> str:
    """What went wrong while a network was asked, in a sentence: by its line, where it has one."""
    found = mistake(error)
    return f"that failed: {found}" if found else f"that failed ({named(error)})"


def _place(error: BaseException) -> Place | None:
    """The innermost line of their own that was at work."""
    if isinstance(error, SyntaxError) and (place := _at(error.filename or "", error.lineno)):
        return place
    steps = _own_steps(error)
    return _at(steps[-1].filename, steps[-1].lineno) if steps else None


def _own_steps(error: BaseException) -> list[traceback.FrameSummary]:
    """The lines of their own that led to the error, the innermost last."""
    return [step for step in traceback.extract_tb(error.__traceback__) if _at(step.filename, 1)]


def _waiting_at(loop: Any) -> list[traceback.FrameSummary]:
    """The line of their own that the loop waits at."""
    is_waiting = isgenerator(loop) and getgeneratorstate(loop) == GEN_SUSPENDED
    frame = loop.gi_frame if is_waiting else None
    found = traceback.StackSummary.extract([(frame, frame.f_lineno)]) if frame else []
    return [step for step in found if _at(step.filename, 1)]


def _at(file: str, line: int | None) -> Place | None:
    """A line of a file, if it is not ours."""
    code = visible(linecache.getline(file, line or 0).strip())
    code = code if len(code) <= MOST else f"{code[:MOST]}…"
    if edited := OF_EDITED.fullmatch(file):
        return Place(edited[1], line or 0, code)
    for root in _watched:
        if Path(file).is_relative_to(root):
            name = visible(str(Path(root.name, Path(file).relative_to(root))))
            return Place(name.replace("\n", "␊"), line or 0, code, root)
    return None


def _told(error: BaseException, steps: list[traceback.FrameSummary]) -> str:
    """The traceback as Python would print it, had their code called nothing but their code."""
    told = traceback.TracebackException.from_exception(error)
    for each in _chain(told):
        own = [step for step in each.stack if _at(step.filename, 1)]
        each.stack = traceback.StackSummary.from_list(own or (steps if each is told else []))
    text = "".join(told.format())
    return visible(OF_EDITED.sub(r"\1", text))[-LONGEST:]


def _chain(told: traceback.TracebackException | None) -> Iterator[traceback.TracebackException]:
    """An error, and those that it came from."""
    while told is not None:
        yield told
        told = told.__cause__ or told.__context__


def _say(error: BaseException) -> str:
    said = error.msg if isinstance(error, SyntaxError) else str(error)
    first = (said.splitlines() or [""])[0]
    return visible(f"{type(error).__name__}: {first}" if first else type(error).__name__)


def _fix(error: BaseException, place: Place) -> str:
    if place.root is None:
        return "e edits it again, E restores the original"
    if not isinstance(error, ImportError):
        return "fix it, and try again: dl-lab lint looks for more"
    if "beyond top-level" in str(error):
        return "a lesson's folder stands alone: import what lies in it, with one dot"
    missing = (error.name or "").partition(".")[0]
    if missing == place.root.name or missing == place.root.parent.name:
        return "within a lesson write: from . import …, from .train import …"
    return f"pip install {missing}" if isinstance(error, ModuleNotFoundError) and missing else ""
