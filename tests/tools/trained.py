"""Runs of lessons that the tests judge, each trained once however many processes test."""

from __future__ import annotations

import fcntl
import hashlib
import os
import pickle
from pathlib import Path
from typing import Any

from lessons.kit import History, Lesson
from lessons.kit.stream.events import End, Event

Told = tuple[History, dict[str, str]]
"""What was recorded of a run, and its verdicts by claim."""

shared: Path | None = None
"""A folder of all the processes of this run of the tests; None where there is but one."""


def trained(lesson: Lesson, *variants: str, **settings: Any) -> Told:
    """Train these variants, or take what another process of these tests has trained."""
    history, verdicts = History(), {}
    for event in _events(lesson, *variants, **settings):
        history.take_event(event)
        if isinstance(event, End):
            verdicts = {claim.name: claim.verdict for claim in event.claims}
    return history, verdicts


def _events(lesson: Lesson, *variants: str, **settings: Any) -> list[Event]:
    if shared is None or "data" in settings:  # the learner's files are each test's own
        return list(lesson.run(*variants, **settings))
    shared.mkdir(exist_ok=True)
    asked = repr((lesson.id, lesson.hash, variants, sorted(settings.items())))
    place = shared / hashlib.sha256(asked.encode()).hexdigest()[:16]
    with place.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # whoever comes second waits, and reads
        if not os.fstat(file.fileno()).st_size:
            file.write(pickle.dumps(list(lesson.run(*variants, **settings))))
            file.flush()
        file.seek(0)
        found: list[Event] = pickle.loads(file.read())
    return found
