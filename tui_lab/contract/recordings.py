"""Short runs of a lesson, each trained once for all the checks that read it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import numpy as np

from lessons.kit import Lesson
from lessons.kit.engine.race import Race
from lessons.kit.stream.events import Event

STEPS = 3


@dataclass(frozen=True)
class Short:
    """A run of a few steps: what it said, and whether it drew from other generators than torch."""

    events: tuple[Event, ...]
    drew: bool


@dataclass
class Recordings:
    """What was trained of one lesson so far."""

    of: Lesson
    short: dict[str | None, Short] = field(default_factory=dict)
    together: tuple[str, ...] | None = None


_latest: list[Recordings] = []  # one lesson's: the checks of one follow each other


def short_run(lesson: Lesson, preset: str | None = None) -> Short:
    """The first steps of this preset, or of the lesson as it comes."""
    known = _recordings(lesson).short
    if preset not in known:
        before = _others()
        events = tuple(lesson.run(preset=preset, steps=STEPS))
        known[preset] = Short(events, before != _others())
    return known[preset]


def together(lesson: Lesson) -> tuple[str, ...]:
    """The variants whose seeds train in one loop."""
    known = _recordings(lesson)
    if known.together is None:
        start = Race(lesson, lesson.plan(tuple(lesson.variants), seeds=2)).start()
        known.together = tuple(start.together)
    return known.together


def _recordings(lesson: Lesson) -> Recordings:
    if not _latest or _latest[0].of is not lesson:
        _latest[:] = [Recordings(lesson)]
    return _latest[0]


def _others() -> tuple[object, str]:
    """The state of the generators that no checkpoint keeps."""
    return random.getstate(), str(np.random.get_state())
