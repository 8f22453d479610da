"""An assignment: what is to be trained, what is fixed, what counts. Two files that people read.

assign.toml is the teacher's. A sheet is what one student gets: the same, with their id and seed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

from lessons.kit import BadEnvironment, BadUsage, Lesson, Plan
from lessons.kit.data.sources.files import shown
from lessons.kit.errors import one_line, said
from tui_lab.classroom.toml_text import to_toml
from tui_lab.system.files import first_bytes
from tui_lab.trust.permission import load

VERSION = 1
LARGEST = 2**20
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
MOST_POINTS = 1000.0
Kind = TypeVar("Kind", bound=msgspec.Struct)
NOTES = {
    "due": "a moment with its time zone; without it there is no lateness",
    "lab": "versions of dl-lab that may be used",
    "seeds": "how many seeds each run has, counted from the student's own",
    "seed": '"student": each has their own; or a number, the same for all',
    "free": "settings that a student chooses; all others are fixed",
    "code": "whether files of the lesson may be edited",
    "set": "fixed settings that differ from the lesson's own",
    "claims": "points for each claim that holds",
    "exercises": "points for each exercise that passes",
}
"""What is said of a field in the file itself."""


class Assignment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a class is asked for."""

    what: Literal["dl-lab assignment"] = "dl-lab assignment"
    v: int = VERSION
    name: str
    lesson: str
    title: str = ""
    lesson_hash: str = ""
    """Which version of the lesson's code."""
    due: datetime | None = None
    lab: str = ""
    """Versions of dl-lab, such as `>=0.1,<0.2`."""
    seed: Literal["student"] | int = "student"
    seeds: int = 1
    preset: str = ""
    variants: list[str] = []
    free: list[str] = []
    code: bool = False
    inbox: str = ""
    """Where hand-ins are written to; "" where they are sent in another way."""
    set: dict[str, Any] = {}
    claims: dict[str, float] = {}
    exercises: dict[str, float] = {}

    def __post_init__(self) -> None:
        """Refuse what no assignment can have."""
        if not NAME.fullmatch(self.name):
            raise ValueError("a name has letters, digits, - and _, 40 at the most")
        points = [*self.claims.values(), *self.exercises.values()]
        if not all(0 <= each <= MOST_POINTS for each in points):
            raise ValueError(f"points are numbers from 0 to {MOST_POINTS:g}")
        if self.due is not None and self.due.tzinfo is None:
            raise ValueError("due needs a time zone, such as 2026-12-10T23:59:00+01:00")

    @property
    def possible(self) -> float:
        """All points that there are."""
        return sum(self.claims.values()) + sum(self.exercises.values())


class Sheet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one student gets."""

    what: Literal["dl-lab sheet"] = "dl-lab sheet"
    v: int = VERSION
    course: str
    student: str
    seed: int
    assignment: Assignment


def written(document: Assignment | Sheet, above: str = "") -> str:
    """As TOML, with comments."""
    notes = NOTES if isinstance(document, Assignment) else {}
    plain = msgspec.to_builtins(document, builtin_types=(datetime,))
    return "".join(f"# {line}\n" for line in above.splitlines()) + to_toml(plain, notes)


def read(path: Path, kind: type[Kind]) -> Kind:
    """An assignment or a sheet. Raises Trouble, in one sentence, for what is none."""
    content = first_bytes(path, LARGEST)
    noun = "sheet" if kind is Sheet else "assignment"
    try:
        if len(content) > LARGEST:
            raise ValueError("it is too large")
        return msgspec.convert(tomllib.loads(content.decode("utf-8-sig")), kind)
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        why = one_line(said(error))[:160]
        raise BadEnvironment(f"{shown(path)} is no {noun} of dl-lab class ({why})",
                             f"correct it, or ask for the {noun} again") from None  # fmt: skip


def plan_of(
    lesson: Lesson, task: Assignment, seed: int, chosen: Mapping[str, Any] | None = None
) -> Plan:
    """The run that is asked for, with the free settings that a student chose. Raises BadUsage."""
    knobs = lesson.params.knobs()
    free = {name: value for name, value in (chosen or {}).items() if name in task.free}
    if strange := [name for name in (*task.set, *task.free) if name not in knobs]:
        raise BadUsage(f"{lesson.id} has no setting {one_line(strange[0])}", "correct assign.toml")
    return lesson.plan(
        tuple(task.variants), settings={**task.set, **free}, preset=task.preset or None,
        seed=seed, seeds=task.seeds, device="cpu",
    )  # fmt: skip


def deviations(plan: Plan, trained: Plan) -> list[str]:
    """In what a run differs from what was asked for, in words; the seeds are told first."""
    found = []
    if trained.seeds != plan.seeds:
        found.append(f"seeds {_few(trained.seeds)}, not {_few(plan.seeds)}")
    names = dict.fromkeys([*plan.config, *trained.config])
    for name in names:
        is_, was = trained.config.get(name), plan.config.get(name)
        if is_ != was or isinstance(is_, bool) != isinstance(was, bool):
            found.append(f"{one_line(name)[:40]} {one_line(str(is_))[:40]}, not {was}")
    if trained.variants != plan.variants:
        found.append(f"networks {_few(list(trained.variants))}, not {_few(list(plan.variants))}")
    return found


def _few(values: list[Any]) -> str:
    more = f" and {len(values) - 4} more" if len(values) > 4 else ""
    return ", ".join(one_line(str(value))[:40] for value in values[:4]) + more


def is_folder(name: str) -> bool:
    """Whether a lesson is named by its folder: that lies elsewhere on each machine."""
    return "/" in name


def is_of(task: Assignment, lesson: str, lesson_hash: str) -> bool:
    """Whether a run is of the lesson that was assigned; a folder is known by what is in it."""
    if lesson == task.lesson or not is_folder(task.lesson):
        return lesson == task.lesson
    return is_folder(lesson) and lesson_hash == task.lesson_hash


def lesson_for(task: Assignment, *near: Path) -> Lesson:
    """The lesson; a folder that is not there is looked for in these places. Raises Trouble."""
    if not is_folder(task.lesson) or Path(task.lesson).is_dir():
        return load(task.lesson)
    name = Path(task.lesson).name
    for place in near:
        if (place / name / "__init__.py").is_file():
            return load(str((place / name).absolute()))
    what = f"{one_line(task.name)} is about the lesson in a folder {one_line(name)}, not there"
    raise BadUsage(what, "ask your teacher for that folder, and put it beside the sheet")


def fits_lab(wanted: str, there: str) -> bool:
    """Whether a version lies in a range such as `>=0.1,<0.2`. Raises BadUsage for no range."""
    for part in filter(None, map(str.strip, wanted.split(","))):
        match = re.fullmatch(r"(>=|<=|==|<|>)\s*(\d+(?:\.\d+)*)", part)
        if match is None:
            raise BadUsage(f"{one_line(part)!r} is no version range", "write lab = '>=0.1,<0.2'")
        one, other = _numbers(there), _numbers(match[2])
        held = {">=": one >= other, "<=": one <= other, "==": one == other,
                "<": one < other, ">": one > other}  # fmt: skip
        if not held[match[1]]:
            return False
    return True


def _numbers(text: str) -> tuple[int, ...]:
    found = tuple(int(each) for each in re.findall(r"\d{1,9}", text.split("+")[0])[:4])
    return found + (0,) * (4 - len(found))


def range_of_today() -> str:
    """From this version of the lab to before the next minor one."""
    major, minor, *_ = _numbers(version("dl-lab"))
    return f">={major}.{minor},<{major}.{minor + 1}"
