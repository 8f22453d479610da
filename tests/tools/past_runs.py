"""Runs that were trained long ago: folders made of recordings, in a moment and without torch."""

from __future__ import annotations

import os
import time
from pathlib import Path

import msgspec

import lessons
from lessons.kit import from_json, to_json
from lessons.kit.stream.events import Event, Forked, Start
from tests.tools.commands import TOY
from tests.tools.places import RECORDINGS
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.places import create


def past_run(
    recording: str = "finished", *more: Event, where: Path | None = None,
    forked: Forked | None = None,
) -> RunFolder:  # fmt: skip
    """A run of the toy lesson with what a recording says, and more."""
    lines = (RECORDINGS / f"{recording}.jsonl").read_bytes().splitlines()
    events = [event for line in lines if (event := from_json(line))]
    start = events[0]
    assert isinstance(start, Start)
    plan = lessons.load(TOY).plan(tuple(start.variants), settings={"steps": start.steps})
    plan = msgspec.structs.replace(plan, seeds=start.seeds, config=start.config)
    run = create(plan, where)
    first = msgspec.structs.replace(start, run=run.id, lesson=TOY, lesson_hash="", forked=forked)
    write(run, first, *events[1:], *more)
    return run


def write(run: RunFolder, *events: Event) -> None:
    """Give a run this stream."""
    run.events.write_bytes(b"".join(to_json(event) + b"\n" for event in events))


def age(run: RunFolder, days: float) -> None:
    """As if nobody had touched it for so long."""
    then = time.time() - days * 86_400
    for path in run.path.iterdir():
        os.utime(path, (then, then))
