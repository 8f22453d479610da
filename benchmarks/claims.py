"""Every claim of every lesson over many seeds: the measured values, their spread, the bar.

`make claims`, or `python -m benchmarks.claims [LESSON…] [--seeds 12] [--data FILE] [--json]`.
Each seed is judged as a run of its own, so that the spread is that of the runs learners see.
"""

import argparse
import json
import statistics
import sys
from collections import defaultdict
from dataclasses import asdict, dataclass

import torch
from rich.console import Console
from rich.progress import track
from rich.table import Table

import lessons
from lessons.kit import Judged, Lesson
from lessons.kit.events import End


@dataclass(frozen=True)
class Spread:
    """One claim over many runs."""

    lesson: str
    preset: str
    claim: str
    bar: float | None
    median: float
    low: float
    high: float
    runs: int
    held: int


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 1 if a claim failed in more than one run of twelve."""
    options = _options(arguments)
    torch.set_num_threads(1)
    rows = [
        row
        for name in options.lessons or lessons.names()
        for row in spreads(lessons.load(name), options.seeds, options.data)
    ]
    _print(rows, options.json)
    return int(any(row.held < row.runs - row.runs // 12 for row in rows))


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.claims", description=__doc__)
    parser.add_argument("lessons", nargs="*", help="lesson3, …; all of them by default")
    parser.add_argument("--seeds", type=int, default=12, help="runs of each, seeds 0 and up")
    parser.add_argument("--data", help="train on this file")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    return parser.parse_args(arguments)


def spreads(lesson: Lesson, seeds: int, data: str | None) -> list[Spread]:
    """Every claim of the default run and of each preset."""
    presets = [None, *(preset.name for preset in lesson.presets)]
    return [row for preset in presets for row in of_preset(lesson, preset, seeds, data)]


def of_preset(lesson: Lesson, preset: str | None, seeds: int, data: str | None) -> list[Spread]:
    """The claims that speak of one preset, over its seeds."""
    plan = lesson.plan(preset=preset)
    if not any(
        claim.covers(plan.variants, plan.config, own_data=data is None) for claim in lesson.claims
    ):
        return []
    found: dict[str, list[Judged]] = defaultdict(list)
    title = f"{lesson.id} {preset or 'as it comes'}"
    for seed in track(range(seeds), title, console=Console(stderr=True), transient=True):
        *_, end = lesson.run(preset=preset, seed=seed, data=data)
        assert isinstance(end, End)
        for judged in end.claims:
            found[judged.name].append(judged)
    return [_spread(lesson, preset, judged) for judged in found.values()]


def _spread(lesson: Lesson, preset: str | None, judged: list[Judged]) -> Spread:
    values = [one.measured for one in judged if one.measured is not None]
    return Spread(
        lesson=lesson.id,
        preset=preset or "",
        claim=judged[0].name,
        bar=judged[0].bar,
        median=statistics.median(values),
        low=min(values),
        high=max(values),
        runs=len(judged),
        held=sum(one.verdict == "holds" for one in judged),
    )


def _print(rows: list[Spread], as_json: bool) -> None:
    if as_json:
        json.dump({"rows": [asdict(row) for row in rows]}, sys.stdout)
        print()
        return
    table = Table("lesson", "preset", "claim", "median", "least", "most", "bar", "held")
    for row in rows:
        figures = [f"{value:.7g}" for value in (row.median, row.low, row.high)]
        bar = "" if row.bar is None else f"{row.bar:.7g}"
        table.add_row(row.lesson, row.preset, row.claim, *figures, bar, f"{row.held}/{row.runs}")
    console = Console()
    console.width = max(console.width, 120)  # into a log: names are not to be cut
    console.print(table)


if __name__ == "__main__":
    sys.exit(main())
