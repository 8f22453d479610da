"""Runs of lessons that the tests judge, each trained once however many processes test."""

from __future__ import annotations

import fcntl
import hashlib
import os
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import Any

import pytest

from lessons.kit import History, Lesson
from lessons.kit.claims.claim import judge
from lessons.kit.engine.run import Run
from lessons.kit.stream.events import End, Event
from tests.tools import marking

FEW = 3
"""Pictures between the first step and the last. Nobody looks at these runs, and to draw took up to
two thirds of the time: 4 s instead of 14 for the six networks of lesson 3's sweep. What is learned
stays the same: that a picture changes nothing is a test of its own.
"""
Told = tuple[History, dict[str, str]]
"""What was recorded of a run, and its verdicts by claim."""

shared: Path | None = None
"""A folder of all the processes of this run of the tests; None where there is but one."""


def trained(lesson: Lesson, *variants: str, **settings: Any) -> Told:
    """Train these variants, or take what another process of these tests has trained."""
    marking.refuse_untold("train")
    history, verdicts = History(), {}
    for event in _events(lesson, *variants, **settings):
        history.take_event(event)
        if isinstance(event, End):
            verdicts = {claim.name: claim.verdict for claim in event.claims}
    return history, verdicts


def beside(lesson: Lesson, told: Told, name: str, other: Told, variant: str) -> Told:
    """A run judged with one more network, called `name`: a variant that another run has trained."""
    history = copy(told[0])
    history.variants = [*told[0].variants, name]
    history.tracks = dict(told[0].tracks)
    for seed in told[0].seeds:
        history.tracks[name, seed] = other[0].track(variant, seed)
    return history, {each.name: each.verdict for each in judge(lesson.claims, history, over=True)}


@contextmanager
def _few_pictures() -> Iterator[None]:
    """Let a loop draw at its first step, its last, and a few times between."""
    is_due = Run.time_to_show

    def seldom(run: Run, step: int, times: int = FEW, *, apart: int = 1, **_: object) -> bool:
        return is_due(run, step, min(times, FEW), apart=apart, first=(1,))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Run, "time_to_show", seldom)
        yield


def _events(lesson: Lesson, *variants: str, **settings: Any) -> list[Event]:
    if shared is None or "data" in settings:  # the learner's files are each test's own
        return _run(lesson, *variants, **settings)
    shared.mkdir(exist_ok=True)
    asked = repr((lesson.id, lesson.hash, variants, sorted(settings.items())))
    place = shared / hashlib.sha256(asked.encode()).hexdigest()[:16]
    with place.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # whoever comes second waits, and reads
        if not os.fstat(file.fileno()).st_size:
            file.write(pickle.dumps(_run(lesson, *variants, **settings)))
            file.flush()
        file.seek(0)
        found: list[Event] = pickle.loads(file.read())
    return found


def _run(lesson: Lesson, *variants: str, **settings: Any) -> list[Event]:
    with _few_pictures():
        return list(lesson.run(*variants, **settings))
