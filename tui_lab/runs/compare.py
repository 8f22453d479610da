"""Runs side by side: the settings in which they differ, and what came out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lessons.kit import BadUsage, History
from lessons.kit.stream.events import Start
from lessons.kit.stream.numbers import finite
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.report import of_events
from tui_lab.runs.stream import recorded
from tui_lab.system.words import number


@dataclass(frozen=True)
class Compared:
    """One of the runs: how it began, and what it recorded."""

    name: str
    start: Start
    history: History


def read_runs(runs: Sequence[RunFolder]) -> list[Compared]:
    """Read the recordings of these runs. Raises BadUsage where they are of different lessons."""
    found = []
    for run in runs:
        start, history, _ = of_events(recorded(run))
        if start is None:
            raise BadUsage(f"run {run.id} has recorded nothing", "leave it out")
        found.append(Compared(run.id, start, history))
    lessons = list(dict.fromkeys(each.start.lesson for each in found))
    if len(lessons) > 1:
        raise BadUsage(
            f"these runs are from different lessons: {' and '.join(lessons)}",
            "compare runs of one lesson",
        )
    return found


def settings_that_differ(runs: Sequence[Compared]) -> dict[str, list[Any]]:
    """Name of a setting → its value in each run; also the data, the device and the seeds."""
    columns = [_settings(run) for run in runs]
    names = dict.fromkeys(name for column in columns for name in column)
    rows = {name: [column.get(name) for column in columns] for name in names}
    return {name: values for name, values in rows.items() if any(v != values[0] for v in values)}


def _settings(run: Compared) -> dict[str, Any]:
    start = run.start
    forked = f"{start.forked.run} at step {start.forked.step}" if start.forked else None
    about = {
        "seeds": start.seeds, "data": start.data.get("source"), "device": start.device,
        "variants": list(start.variants), "lesson's code": start.lesson_hash, "forked from": forked,
    }  # fmt: skip
    return {**run.history.config, **about}


def figures(runs: Sequence[Compared]) -> dict[str, dict[str, list[float | None]]]:
    """Variant → metric → its last value in each run, the mean over the seeds."""
    variants = dict.fromkeys(v for run in runs for v in run.start.variants)
    return {
        variant: {
            metric: [finite(_last(run.history, variant, metric)) for run in runs]
            for metric in _metrics(runs, variant)
        }
        for variant in variants
    }


def _metrics(runs: Sequence[Compared], variant: str) -> list[str]:
    tracks = (track for run in runs for track in run.history.of(variant))
    return list(dict.fromkeys(name for track in tracks for name in track.columns))


def _last(history: History, variant: str, metric: str) -> float:
    values = history.last(variant, metric) if variant in history.variants else []
    return math.fsum(values) / len(values) if values else math.nan


def document(runs: Sequence[Compared]) -> dict[str, Any]:
    """What `compare --json` prints."""
    return {
        "v": 1,
        "lesson": runs[0].start.lesson,
        "runs": [run.name for run in runs],
        "steps": [max((t.done for t in run.history.tracks.values()), default=0) for run in runs],
        "differ": settings_that_differ(runs),
        "last": figures(runs),
    }


def rows(runs: Sequence[Compared], metrics: Sequence[str] = ()) -> list[list[str]]:
    """The comparison as a table of words: a row for each setting, then for each figure.

    Of the figures only these metrics, where some are given.
    """
    differ = settings_that_differ(runs)
    found = [[name, *map(_word, values)] for name, values in differ.items()]
    for variant, by_metric in figures(runs).items():
        for metric, values in by_metric.items():
            if not metrics or metric in metrics:
                found.append([f"{variant} {metric}", *map(_word, values)])
    return found


def _word(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return number(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
