"""Which lessons `dl-lab lint --seeds` has proven here, known by what their code says."""

from __future__ import annotations

from pathlib import Path

import msgspec

import lessons
from lessons.kit import BadUsage, Lesson
from tui_lab.classroom.released import is_as_released
from tui_lab.runs.home import home
from tui_lab.system.documents import read_document, write_document

SEEDS = 8
"""Fewer say too little of a bar."""


class Proofs(msgspec.Struct):
    """proofs.json: the seeds over which all claims held, by the hash of a lesson's code."""

    v: int = 1
    seeds: dict[str, int] = {}


def remember_proof(lesson: Lesson, seeds: int) -> None:
    """All claims held over this number of seeds. Where nothing can be kept, it is proven again."""
    known = _read()
    known.seeds[lesson.hash] = max(seeds, known.seeds.get(lesson.hash, 0))
    try:
        write_document(_file(), known)
    except OSError:
        return


def require_proof(lesson: Lesson) -> None:
    """Raise BadUsage where nobody has proven the claims of this version of a lesson.

    Those of our own lessons are measured over 12 seeds before each release (`make claims`); one
    whose code was edited since is anybody's.
    """
    if _read().seeds.get(lesson.hash, 0) >= SEEDS:
        return
    is_ours = lessons.ours(lesson.id)
    if is_ours and is_as_released(Path(str(lesson.files))):
        return
    edited = ": it was edited here" if is_ours else ""
    what = f"the claims of {lesson.id} are not proven, as its code is now{edited}"
    fix = f"dl-lab lint {lesson.id} --seeds {SEEDS} proves them, once; or add --no-proof"
    raise BadUsage(what, fix)


def _read() -> Proofs:
    return read_document(_file(), Proofs(), Proofs())[0]


def _file() -> Path:
    return home() / "proofs.json"
