"""Runs side by side: the settings in which they differ, and what came out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from lessons.kit import BadUsage, History
from lessons.kit.stream.events import Start
from lessons.kit.stream.numbers import finite
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.report import of_events
from tui_lab.runs.stream import recorded
from tui_lab.system.words import number

LOW = ("loss", "error", "nll", "perplexity")
HIGH = ("accuracy", "f1", "auc", "recall", "precision", "gain")
"""Words in the name of a scalar that tell whether less or more of it is better."""
WINS = "✓"


@dataclass(frozen=True)
class Compared:
    """One of the runs: how it began, and what it recorded."""

    name: str
    start: Start
    history: History


SAME = 1e-9
"""Of a value: so little apart, two are the same but for rounding."""


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
        "devices": start.devices, "variants": list(start.variants),
        "lesson's code": start.lesson_hash, "forked from": forked,
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


def rows(
    runs: Sequence[Compared], metrics: Sequence[str] = (), averaged: Iterable[str] = ()
) -> list[list[str]]:
    """The comparison as a table of words: a row for each setting, then for each figure.

    Of the figures only these metrics, where some are given; `averaged` are told as their means,
    for a last value of 0 or 1 says nothing. Of two runs the last column is their difference.
    """
    pair = [""] if len(runs) == 2 else []
    differ = settings_that_differ(runs)
    found = [[name, *map(_word, values), *pair] for name, values in differ.items()]
    means = frozenset(averaged)
    for variant, by_metric in figures(runs).items():
        for metric, values in by_metric.items():
            if not metrics or metric in metrics:
                found.append(_figure_row(runs, variant, metric, values, metric in means))
    return found


def headings(runs: Sequence[Compared]) -> list[str]:
    """What stands above the columns of `rows`."""
    return ["", *(run.name for run in runs), *(["difference"] if len(runs) == 2 else [])]


def _figure_row(
    runs: Sequence[Compared], variant: str, metric: str, last: list[float | None], is_mean: bool
) -> list[str]:
    values = [_mean(run.history, variant, metric) for run in runs] if is_mean else last
    winner = best_of(metric, values)
    cells = [
        _figure(run, variant, metric, value) + (f" {WINS}" if place == winner else "")
        for place, (run, value) in enumerate(zip(runs, values, strict=True))
    ]
    name = f"{variant} {metric}{' (mean)' if is_mean else ''}"
    return [name, *cells, *([_difference(values)] if len(runs) == 2 else [])]


def best_of(metric: str, values: Sequence[float | None]) -> int | None:
    """The place of the best of these; None where all are alike, or nobody knows what is good."""
    sign = -good_side(metric)
    known = [(sign * value, place) for place, value in enumerate(values) if value is not None]
    alike = len(known) == len(values) and len({value for value, _ in known}) == 1
    return None if not sign or not known or alike else min(known)[1]


def good_side(metric: str) -> int:
    """1 where more of a scalar is better, -1 where less is, 0 where its name does not tell."""
    name = metric.casefold()
    return -1 if any(word in name for word in LOW) else int(any(word in name for word in HIGH))


def _figure(run: Compared, variant: str, metric: str, value: float | None) -> str:
    """A value; where it is none any more, since when."""
    if value is not None:
        return number(value)
    broke = run.history.broke(variant, metric) if variant in run.history.variants else []
    steps = [step for step in broke if step is not None]
    return f"nan, step {min(steps)}" if steps else "–"


def _difference(values: Sequence[float | None]) -> str:
    first, second = values
    if first is None or second is None:
        return ""
    if math.isclose(first, second, rel_tol=SAME):
        return "="
    return f"{'+' if second > first else ''}{number(second - first)}"


def _mean(history: History, variant: str, metric: str) -> float | None:
    """Of all that was recorded, over the seeds."""
    columns = history.all(variant, metric) if variant in history.variants else []
    values = [value for column in columns for value in column if math.isfinite(value)]
    return math.fsum(values) / len(values) if values else None


def _word(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return number(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
