"""Hand-ins taken from where they lie: copied whole, by their names, and not yet looked into."""

from __future__ import annotations

import hashlib
import os
import pwd
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from lessons.kit import BadEnvironment
from lessons.kit.data.sources.files import shown
from lessons.kit.errors import one_line, reason
from tui_lab.classroom.archive import SUFFIX, BadHandInError, content_of
from tui_lab.classroom.folder import Task
from tui_lab.classroom.roster import Student
from tui_lab.system.files import first_bytes, make_private, replace_file

INDEX = "index.json"
DEEPEST, MOST_FILES, LARGEST = 3, 100_000, 256 << 20


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was handed in."""

    student: str
    original: str
    """Its name where it was found."""
    at: float
    """When it came there: the file's own time, in seconds since 1970."""
    owner: str = ""
    digest: str = ""
    file: str = ""
    """The copy's name; "" where it could not be taken."""
    why: str = ""
    """Why it could not be taken, or does not count."""


@dataclass
class Collected:
    """What a look at the folders came to."""

    new: list[Copy] = field(default_factory=list)
    known: int = 0
    strangers: list[str] = field(default_factory=list)
    """Hand-ins of nobody in the roster."""
    others: int = 0
    """Files that have no hand-in's name."""


def collect(task: Task, folders: Sequence[Path], students: Sequence[Student]) -> Collected:
    """Copy what is new. Raises BadEnvironment where a folder cannot be read or written."""
    name, ids = re.escape(task.file.name), {student.id: student for student in students}
    mark = r"(?P<mark>[0-9a-f]{8})\.zip"  # what a mailing system puts before the name may stay
    pattern = re.compile(rf"(?:^|_){name}--(?P<student>.+)--{mark}$")
    copies, found = copies_in(task), Collected()
    known = {(copy.original, copy.at) for copy in copies}
    for path in (path for folder in folders for path in _files(folder, 0)):
        match = pattern.search(path.name)
        if match is None:
            found.others += 1
        elif match["student"] not in ids:
            found.strangers.append(one_line(path.name))
        elif (path.name, _time(path)) in known:
            found.known += 1
        else:
            found.new.append(_taken(task, path, ids[match["student"]], match["mark"]))
    _keep(task, [*copies, *found.new])
    return found


def _files(folder: Path, depth: int) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)[:MOST_FILES]
    except OSError as error:
        what = f"{shown(folder)} cannot be read ({reason(error)})"
        raise BadEnvironment(what, "name the folder where the hand-ins are") from None
    for entry in listed:
        if entry.is_dir(follow_symlinks=False):
            if depth < DEEPEST:
                yield from _files(Path(entry.path), depth + 1)
        elif not entry.name.startswith(".") and entry.name.endswith(SUFFIX):
            yield Path(entry.path)


def _time(path: Path) -> float:
    with suppress(OSError):
        return path.lstat().st_mtime
    return 0.0


def _taken(task: Task, path: Path, student: Student, mark: str) -> Copy:
    """The file, copied; where it cannot be one, why not."""
    owner = _owner(path)
    copy = Copy(student=student.id, original=path.name, at=_time(path), owner=owner)
    try:
        content, _ = content_of(path)
    except BadHandInError as error:
        return msgspec.structs.replace(copy, why=error.message)
    digest = hashlib.sha256(content).hexdigest()
    file = f"{student.id}--{mark}-{digest[:8]}{SUFFIX}"
    try:
        make_private(task.handed_in)
        replace_file(task.handed_in / file, content, durable=False)
    except OSError as error:
        what = f"{shown(task.handed_in)} cannot be written ({reason(error)})"
        raise BadEnvironment(what, "free some space, or check your rights") from None
    mine = _name_of(os.getuid())  # who collects may have put it there
    is_other = bool(student.account) and owner not in (student.account, mine)
    why = f"it belongs to {owner}, not to {student.account}" if is_other else ""
    return msgspec.structs.replace(copy, digest=digest, file=file, why=why)


def _owner(path: Path) -> str:
    with suppress(OSError):
        return _name_of(path.lstat().st_uid)
    return ""


def _name_of(uid: int) -> str:
    with suppress(KeyError):
        return pwd.getpwuid(uid).pw_name
    return str(uid)


def copies_in(task: Task) -> list[Copy]:
    """Everything that was collected. Raises BadEnvironment for a damaged index."""
    path = task.handed_in / INDEX
    if not os.path.lexists(path):
        return []
    try:
        return msgspec.json.decode(first_bytes(path, LARGEST), type=list[Copy])
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        what = f"{shown(path)} is damaged ({reason(error)})"
        raise BadEnvironment(what, "delete it, and collect again") from None


def _keep(task: Task, copies: Sequence[Copy]) -> None:
    try:
        make_private(task.handed_in)
        content = msgspec.json.format(msgspec.json.encode(list(copies)), indent=1)
        replace_file(task.handed_in / INDEX, content + b"\n")
    except OSError as error:
        what = f"{shown(task.handed_in)} cannot be written ({reason(error)})"
        raise BadEnvironment(what, "free some space, or check your rights") from None


def of_student(copies: Sequence[Copy], student: str) -> tuple[Copy | None, list[Copy]]:
    """The hand-in of a student that counts, the latest that could be taken; and all of theirs."""
    theirs = sorted((c for c in copies if c.student == student), key=lambda copy: copy.at)
    counted = [copy for copy in theirs if copy.file and not copy.why]
    return (counted[-1] if counted else None), theirs
