"""Every claim of every lesson and of the template over many seeds: values, spread, bar.

`make claims`, or `python -m benchmarks.claims [LESSON…] [--seeds 12] [--data FILE] [--json]`.
`dl-lab lint LESSON --seeds 12` says the same of one lesson, and what is wrong with it.
"""

import argparse
import json
import sys
from pathlib import Path

import torch
from msgspec.structs import asdict
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

import lessons
from tui_lab.contract.proving import Spread, may_fail, spreads

TEMPLATE = str(Path(lessons.__file__).parent / "template")
"""What `dl-lab new` writes."""


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 1 if a claim failed in more than one run of twelve."""
    options = _options(arguments)
    torch.set_num_threads(1)
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("")

        def tell(what: str, number: int, of: int) -> None:
            bar.update(task, description=what, completed=number, total=of)

        rows = [
            row
            for name in options.lessons or [*lessons.names(), TEMPLATE]
            for row in spreads(lessons.load(name), options.seeds, options.data, tell)
        ]
    _print(rows, options.json)
    return int(any(row.held < row.runs - may_fail(row.runs) for row in rows))


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.claims", description=__doc__)
    parser.add_argument("lessons", nargs="*", help="lesson3, …; all of them by default")
    parser.add_argument("--seeds", type=int, default=12, help="runs of each, seeds 0 and up")
    parser.add_argument("--data", help="train on this file")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    return parser.parse_args(arguments)


def _print(rows: list[Spread], as_json: bool) -> None:
    if as_json:
        json.dump({"rows": [asdict(row) for row in rows]}, sys.stdout)
        print()
        return
    table = Table("lesson", "preset", "claim", "median", "least", "most", "bar", "held")
    for row in rows:
        figures = (row.median, row.low, row.high, row.bar)
        words = ["" if value is None else f"{value:.7g}" for value in figures]
        table.add_row(row.lesson, row.preset, row.claim, *words, f"{row.held}/{row.runs}")
    console = Console()
    console.width = max(console.width, 120)  # into a log: names are not to be cut
    console.print(table)


if __name__ == "__main__":
    sys.exit(main())
