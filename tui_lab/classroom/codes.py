"""Code of students, run: only where it is asked for, in a sandbox, and never as root.

In any case it has limits, no network, and a namespace of processes that ends with it. Bubblewrap
shows it Python, torch and the lesson, and nothing else: no home, no class, no other hand-in. It may
write into one folder alone. Without bubblewrap such code reads what its teacher may read, so that
is refused unless a person asks for it by name.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from lessons.kit import BadUsage
from lessons.kit.errors import one_line
from lessons.kit.practice.feedback import Feedback
from tui_lab.classroom.archive import BadHandInError, content_of, decoded
from tui_lab.classroom.assignment import is_folder
from tui_lab.classroom.order import GradeOrder
from tui_lab.classroom.row import Mark, Row
from tui_lab.sandbox.client import Sandbox
from tui_lab.sandbox.job import Job, Limits, Outcome

ROOT = Path(__file__).parents[2]
"""Where `lessons` and `tui_lab` are imported from."""
SHOWN = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc", "/sys")
"""What every program needs of the system."""
EXERCISE = 30.0  # seconds of CPU, of which loading torch takes 2
TRAIN = "train"


def refuse_as_root() -> None:
    """Raise BadUsage where code of students would have all rights."""
    if os.geteuid() == 0:
        fix = "grade as a user without rights, or leave out --run-code"
        raise BadUsage("--run-code never runs as root", fix)


def refuse_without_walls(sandbox: Sandbox, *, bare: bool) -> None:
    """Raise BadUsage where this system cannot keep code from the network, or from the class.

    `bare`: a person has said that it may run without bubblewrap.
    """
    outcome = sandbox.run(Job(command=["true"]))
    if "network" not in outcome.walls:
        fix = "allow user namespaces here, or leave out --run-code"
        raise BadUsage("this system cannot keep code from the network", fix)
    if bare:
        return
    with tempfile.TemporaryDirectory(prefix="dl-lab-code-") as folder:
        words = bubblewrapped(Path(folder), ())
        works = words and sandbox.run(Job(command=[*words, "true"])).how == "done"
    if not works:
        why = "does not work here" if words else "is not installed"
        what = f"bubblewrap {why}: code of students could read the class, its secret and your files"
        fix = "install it (apt install bubblewrap), or accept that with --without-bubblewrap"
        raise BadUsage(what, fix)


def run_codes(
    sandbox: Sandbox, order: GradeOrder, hidden: Sequence[Path], limits: Limits, *,
    bare: bool = False,
) -> Codes:  # fmt: skip
    """Run what is code in a hand-in. Nothing of it is believed but what is checked later."""
    folder = Path(tempfile.mkdtemp(prefix="dl-lab-code-"))
    given = {"order": msgspec.to_builtins(order), "folder": str(folder)}
    outcome = sandbox.run(Job("tui_lab.grader.orders:write_orders", given, limits=limits))
    names = outcome.value_as(list[str]) if outcome.how == "done" else []
    codes = Codes(folder)
    lesson = Path(order.task.lesson) if is_folder(order.task.lesson) else None
    around = [] if bare else bubblewrapped(folder, hidden, lesson)
    if bare and names:
        codes.note = "its code ran without bubblewrap, and could read the class"
    for name in names:
        seconds = limits.cpu if name == TRAIN else EXERCISE
        most = msgspec.structs.replace(limits, cpu=seconds, file=128 << 20)
        command = [*around, *_command(folder, name)]
        codes.outcomes[name] = sandbox.run(Job(command=command, folder=str(folder), limits=most))
    return codes


class Codes:
    """What became of the code of one hand-in, until it is closed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.outcomes: dict[str, Outcome] = {}
        self.note = ""
        """What a teacher should know of how it ran."""

    @property
    def events(self) -> str:
        """The path of what an edited loop said; "" where it did not come to its end."""
        outcome = self.outcomes.get(TRAIN)
        return str(self.folder / f"{TRAIN}.out") if outcome and outcome.how == "done" else ""

    def mark(self, row: Row) -> None:
        """Put what became of exercises and of the loop into the row."""
        row.notes += [self.note] if self.note else []
        for name, mark in row.exercises.items():
            if name in self.outcomes:
                row.exercises[name] = self._marked(name, mark)
            else:
                row.exercises[name] = msgspec.structs.replace(mark, verdict="missing")
        outcome = self.outcomes.get(TRAIN)
        if outcome and outcome.how != "done":
            row.proof_why = f"its code was run, and {one_line(outcome.why)[:200]}"

    def _marked(self, name: str, mark: Mark) -> Mark:
        outcome = self.outcomes[name]
        if outcome.how != "done":
            why = one_line(outcome.why)[:200]
            return msgspec.structs.replace(mark, points=0.0, verdict="failed", why=why)
        try:
            content, _ = content_of(self.folder / f"{name}.out", 1 << 20)
            found = decoded(content, Feedback, name)
        except BadHandInError as error:
            return msgspec.structs.replace(mark, verdict="not checked", why=error.message)
        passed = found.is_passed
        return msgspec.structs.replace(
            mark, points=mark.possible if passed else 0.0, why=one_line(found.says)[:200],
            verdict="passed" if passed else "failed",
        )  # fmt: skip

    def close(self) -> None:
        """Delete all that it left."""
        with suppress(OSError):
            shutil.rmtree(self.folder)


def _command(folder: Path, name: str) -> list[str]:
    order, out = folder / f"{name}.json", folder / f"{name}.out"
    return [sys.executable, "-P", "-m", "tui_lab.grader.alone", str(order), str(out)]


def bubblewrapped(
    folder: Path, hidden: Sequence[Path], lesson: Path | None = None
) -> list[str]:  # fmt: skip
    """The words before a command that let it see little and write into this folder alone.

    `hidden` is never seen, wherever it lies; `lesson` is a lesson in a folder of its own. None
    where bubblewrap is not installed.
    """
    program = shutil.which("bwrap")
    if program is None:
        return []
    words = [program, "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp"]
    for place in SHOWN:
        words += ["--ro-bind-try", place, place]
    imported = [*_imported_from(), *([str(lesson)] if lesson else [])]
    for place in imported:
        words += ["--ro-bind", place, place]
    for secret in hidden:
        words += ["--tmpfs", str(secret)] if secret.is_dir() else []
        inside = [each for each in imported if Path(each).is_relative_to(secret)]
        words += [word for each in inside for word in ("--ro-bind", each, each)]
    words += ["--bind", str(folder), str(folder), "--chdir", str(folder)]
    words += ["--unshare-all", "--die-with-parent", "--new-session"]
    told = {"HOME": str(folder), "DL_LAB_DIR": str(folder), "DL_LAB_TRUST": str(lesson or "")}
    return words + [word for name, value in told.items() for word in ("--setenv", name, value)]


def _imported_from() -> Iterator[str]:
    """The folders that Python needs, where they are not parts of the system."""
    places: list[Any] = [sys.prefix, sys.base_prefix, ROOT, *sys.path]
    found = {Path(place).resolve() for place in places if place and Path(place).exists()}
    yield from sorted(str(p) for p in found if p != Path("/") and not p.is_relative_to("/usr"))
