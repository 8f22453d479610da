"""A whole run as one JSON document: the report, and everything that its figures came from."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import msgspec

from lessons.kit import Lesson, judge
from lessons.kit.claims.history import Column, results
from lessons.kit.stream.events import End
from tui_lab.client.final_state import condition
from tui_lab.exports.csv_table import is_thinned
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.report import document
from tui_lab.runs.reproduce import reproduction_of
from tui_lab.state.store import OVER, Key, Store


def end_of(run: RunFolder, store: Store, lesson: Lesson) -> End:
    """How the run ended; of one that has not, how it stands. With its line as it is true today."""
    end = store.end or _so_far(run, store, lesson)
    assert store.start is not None
    line = reproduction_of(lesson, run.plan, store.start, store.history, end.status)
    return msgspec.structs.replace(end, reproduction=line)


def _so_far(run: RunFolder, store: Store, lesson: Lesson) -> End:
    """How a run stands that has no end, being trained, parked or lost."""
    state = condition(run).state
    claims = judge(lesson.claims, store.history, over=state in OVER)
    figures, seconds = results(store.history), store.clock.seconds[-1]
    return End(status=state, exit=0, claims=claims, metrics=figures, t=seconds)


def pieces(run: RunFolder, store: Store, lesson: Lesson) -> Iterator[str]:
    """The document on one line, network by network."""
    assert store.start is not None
    end = end_of(run, store, lesson)
    head = document(store.start, end) | {"exit": end.exit if store.end else None}
    yield _json(head | _about(run, store))[:-1] + ',"networks":['
    for place, key in enumerate(store.history.tracks):
        yield ("," if place else "") + _json(_network(store, key))
    yield "]}\n"


def _about(run: RunFolder, store: Store) -> dict[str, Any]:
    """What the report leaves to the stream."""
    start = store.start
    assert start is not None
    return {
        "created": run.file.created,
        "steps": start.steps,
        "threads": start.threads,
        "devices": start.devices,
        "lesson_hash": start.lesson_hash,
        "edited": start.edited,
        "forked": msgspec.to_builtins(start.forked),
        "turned": [
            {"step": each.step, "name": each.name, "value": each.value}
            for each in store.history.turned
        ],
        "notes": [_said(note, "text") for note in store.notes],
        "answers": [_said(answer, "question", "answer") for answer in store.answers],
        "pictures": list(_pictures(store)),
        "damaged": store.damaged,
    }


def _said(event: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(event, name) for name in ("variant", "seed", "step", *names)}


def _pictures(store: Store) -> Iterator[dict[str, Any]]:
    """The last picture of every panel of every network; those before are in the stream."""
    for panel, variant, seed in store.picture_histories:
        picture = store.picture(panel, variant, seed)
        if picture is not None:
            yield _said(picture, "panel", "value")


def _network(store: Store, key: Key) -> dict[str, Any]:
    track, end = store.history.track(*key), store.ends.get(key)
    return {
        "variant": key[0],
        "seed": key[1],
        "steps": track.done,
        "ended": {"how": end.how, "step": end.step, "message": end.message} if end else None,
        "metrics": {name: _column(column) for name, column in track.columns.items()},
    }


def _column(column: Column) -> dict[str, Any]:
    """Steps and values; the extremes where a value stands for many steps; what null was."""
    pairs = zip(column.steps, column.values, strict=True)
    broken = {str(step): str(value) for step, value in pairs if not math.isfinite(value)}
    found: dict[str, Any] = {"step": list(column.steps), "value": list(column.values)}
    if is_thinned(column):
        found |= {"low": list(column.low), "high": list(column.high)}
    return found | ({"nonfinite": broken} if broken else {})


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
