"""Code from outside the package runs with the learner's rights: asked about once, then remembered.

Every lesson that the lab opens is loaded here. One from outside is asked about by where it lies,
so that its author is not asked again at each change; where other people can change it, by what it
says too. So is a run that somebody else made and that brings files of its own.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

import msgspec

import lessons
from lessons.find import outside
from lessons.find.outside import Outside
from lessons.kit.errors import BadEnvironment, BadUsage, reason, visible
from tui_lab.runs.folder import WRITTEN, RunFolder
from tui_lab.runs.home import home
from tui_lab.runs.places import runs_folder
from tui_lab.system.files import make_private, replace_file
from tui_lab.terminal.confirm import is_somebody_there, says_yes
from tui_lab.trust.config import lesson_paths

if TYPE_CHECKING:
    from lessons.kit import Lesson, Plan


@dataclass(frozen=True)
class Subject:
    """Code that somebody else may have written."""

    what: str
    """What it is, in words."""
    place: str
    """Where it lies."""
    key: str = ""
    """What a yes is remembered by; "" for the place."""
    mark: str = ""
    """What it says, where somebody else could change that; "" where only its owner can."""
    whose: str = ""
    """Who could change it, in words, if not only the learner."""

    @property
    def question(self) -> str:
        """What a person is asked."""
        whose = f" {self.whose}" if self.whose else ""
        said = f"{self.what} is code that runs with all your rights; it is in {self.place}"
        return f"{said}.{whose}" if whose else said


class UntrustedError(BadUsage):
    """Somebody has to be asked first."""

    def __init__(self, subject: Subject) -> None:
        super().__init__(subject.question.rstrip("."), "if you trust it, add --trust once")
        self.subject = subject


class Trusted(msgspec.Struct, frozen=True):
    """One answer that was yes."""

    key: str
    mark: str
    since: str


class Document(msgspec.Struct):
    """trusted.json."""

    v: int = 1
    trusted: list[Trusted] = []


_LOADING = RLock()
"""One at a time: the menu looks for lessons in a thread while a person may open one."""


def load(name: str, origin: str | None = None) -> Lesson:
    """The lesson of this name. Raises UntrustedError before a line from outside is run."""
    if lessons.ours(name):
        return lessons.load(name)
    found = outside.find(name, origin, lessons.known())
    require(subject_of(found))
    return load_trusted(found)


def load_trusted(found: Outside) -> Lesson:
    """Import a lesson from outside. What it prints is no part of our stdout, and drives nothing."""
    from lessons.find.loading import load  # all words of a page, which the menu need not load

    said = StringIO()
    try:
        with _LOADING, redirect_stdout(said), redirect_stderr(said):
            return load(found)
    finally:
        with suppress(OSError):
            print(visible(said.getvalue()), end="", file=sys.stderr, flush=True)


def lesson_of(run: RunFolder) -> Lesson:
    """The lesson of a run."""
    plan = run.plan
    return load(plan.lesson, plan.origin)


def require(subject: Subject) -> None:
    """Raise UntrustedError where nobody has said yes to this."""
    if not is_trusted(subject):
        raise UntrustedError(subject)


def require_run(run: RunFolder, plan: Plan) -> None:
    """See whether this run may be trained here.

    Raises Trouble for one that somebody else owns, and for one that this lab did not make and that
    brings files of its own, unless they are trusted.
    """
    if _is_own(run):
        return
    where = visible(str(run.path))
    if run.path.stat().st_uid != os.getuid():
        fix = "train a copy: cp -rL it into a folder of yours"
        raise BadUsage(f"{where} belongs to {_name(run.path.stat().st_uid)}", fix)
    links = [name for name in WRITTEN if (run.path / name).is_symlink()]
    if links:  # the worker would write wherever they lead
        raise BadUsage(f"{links[0]} in {where} is a link", "copy the run with cp -rL")
    if plan.edits:
        files = visible(", ".join(sorted(plan.edits)))
        what = f"the {files} that run {visible(run.id)} brings with it"
        require(Subject(what, str(run.path.resolve() / "run.json"), mark=mark_of(plan.edits)))


def mark_of(edits: Mapping[str, str]) -> str:
    """What tells a learner's files of a lesson from others: consent is for these texts alone."""
    return hashlib.sha256(msgspec.json.encode(edits, order="sorted")).hexdigest()


def _is_own(run: RunFolder) -> bool:
    """Whether it lies among this lab's own runs, where nobody else can put one."""
    return run.path.resolve().parent == runs_folder().resolve()


def subject_of(found: Outside) -> Subject:
    """What there is to say of a lesson before its code is run."""
    if found.installed:
        owner = f"{found.installed.distribution} {found.installed.version}".rstrip()
        key = f"{found.installed.distribution} in {found.installed.site}"
        what = f"the lesson {found.address}, of the package {owner},"
        return Subject(what, str(found.root), key)
    what, place = f"the lesson {visible(found.folder.name)}", str(found.root)
    whose = _others(found.root, found.root.stat().st_uid)
    return Subject(what, place, mark=_said_in(found.root) if whose else "", whose=whose)


def _others(folder: Path, uid: int) -> str:
    """Who except the learner can change what lies there, in words."""
    mode, group = folder.stat().st_mode, folder.stat().st_gid
    if uid not in (os.getuid(), 0):
        return f"It belongs to {_name(uid)}, who can change it."
    if mode & 0o002 or (mode & 0o020 and group != os.getgid()):
        return "Others on this machine can change it."
    return ""


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"


def _said_in(folder: Path) -> str:
    """A digest of all the Python in a folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(os.fsencode(path.relative_to(folder)) + b"\0" + path.read_bytes())
    return digest.hexdigest()


def is_trusted(subject: Subject) -> bool:
    """Whether the learner said yes, or the config file does for everything below a folder."""
    if (subject.key or subject.place, subject.mark) in [(t.key, t.mark) for t in _read().trusted]:
        return True
    named = os.environ.get("DL_LAB_TRUST", "").split(os.pathsep)
    folders = [*lesson_paths("trust"), *(Path(name).absolute() for name in named if name)]
    return any(Path(subject.place).is_relative_to(folder.resolve()) for folder in folders)


def remember(subject: Subject) -> None:
    """Keep a yes. Raises BadEnvironment where nothing can be kept."""
    kept = _read()
    now = datetime.now(UTC).isoformat(timespec="seconds")
    key = subject.key or subject.place
    others = [each for each in kept.trusted if each.key != key]
    kept.trusted = [*others, Trusted(key, subject.mark, now)]
    content = msgspec.json.format(msgspec.json.encode(kept), indent=2)
    try:
        make_private(_file().parent)
        replace_file(_file(), content + b"\n")
    except OSError as error:
        what = f"your answer cannot be saved ({reason(error)})"
        raise BadEnvironment(what, "set DL_LAB_DIR to a folder of yours") from None


def _file() -> Path:
    return home() / "trusted.json"


def _read() -> Document:
    """What was said; nothing where the file is damaged: then it is asked again."""
    try:
        return msgspec.json.decode(_file().read_bytes(), type=Document)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return Document()


def may_go_on(error: Exception) -> bool:
    """Whether a command may be done again: it met code from outside, and a person says yes."""
    if not isinstance(error, UntrustedError):
        return False
    flags = sys.argv[: sys.argv.index("--")] if "--" in sys.argv else sys.argv
    if "--trust" not in flags and not _agreed(error.subject):
        return False
    remember(error.subject)
    return True


def _agreed(subject: Subject) -> bool:
    """Ask in the terminal, where there is one."""
    question = f"{visible(subject.question)}\nRun it? You are asked only once."
    return is_somebody_there() and says_yes(question)
