"""Every speed in docs/performance.md, as a ratio of two things measured in turn in one run.

`make bench`, or `python -m benchmarks [--quick] [--only NAME]… [--json] [--out FILE]`. Prints a
table, or one JSON document; `--out` writes the document beside the table. A measurement that fails
is a row that says why. Leaves with 1 if one failed, or a budget is not met.
"""

import argparse
import json
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch

from benchmarks.tools.machine import facts
from benchmarks.tools.rows import Found, Missing, table
from benchmarks.training import (
    corpus,
    launches,
    seeds,
    skipgram,
    tutorial_charrnn,
    tutorial_clipping,
    tutorial_sentiment,
    tutorial_skipgram,
)
from benchmarks.watching import (
    crowd,
    events,
    fold,
    keys,
    load,
    reading,
    screen,
    sheets,
    startup,
    throttled,
    viewing,
    watched,
)

Measurement = Callable[[bool], Found | Sequence[Found]]
MEASUREMENTS: Sequence[Measurement] = (
    startup.command_line_help,
    startup.first_paint,
    startup.first_paint_of_many,
    screen.repaint_cost,
    screen.surface_cost,
    viewing.nothing_changes,
    viewing.training_watched,
    viewing.at_a_fast_refresh,
    sheets.bytes_per_second,
    sheets.at_hand,
    keys.key_to_paint,
    throttled.key_to_paint,
    throttled.beside_a_sheet,
    watched.short_steps,
    watched.long_steps,
    events.cost_of_an_event,
    fold.folding,
    fold.painting,
    load.many_steps,
    reading.once,
    crowd.many_viewers,
    crowd.many_runs,
    tutorial_skipgram.tutorial,
    *tutorial_charrnn.MEASUREMENTS,
    tutorial_clipping.clipping,
    tutorial_sentiment.sentiment,
    skipgram.on_the_yardstick,
    corpus.ten_times_the_corpus,
    seeds.many_seeds,
    launches.on_a_gpu,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for."""
    options = _options(arguments)
    torch.set_num_threads(1)
    began, rows = time.monotonic(), []
    document: dict[str, Any] = {"machine": facts(), "quick": options.quick}
    for name, measure in chosen(options.only).items():
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        rows += measured(name, measure, options.quick)
    document["seconds"] = round(time.monotonic() - began, 1)
    document["rows"] = [row.document() for row in rows]
    if options.out:
        options.out.write_text(json.dumps(document, indent=1) + "\n")
    if options.json:
        print(json.dumps(document))
    else:
        table(rows)
    return 0 if all(row.met for row in rows) else 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="fewer repetitions: under five minutes"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    parser.add_argument("--out", type=Path, help="write the JSON document to this file as well")
    parser.add_argument("--only", action="append", default=[], metavar="NAME",
                        help=f"those whose names begin so: {', '.join(names())}")  # fmt: skip
    return parser.parse_args(arguments)


def names() -> dict[str, Measurement]:
    """Every measurement by its module and function."""
    return {f"{each.__module__.split('.')[-1]}.{each.__name__}": each for each in MEASUREMENTS}


def chosen(only: Sequence[str]) -> dict[str, Measurement]:
    """Those asked for; all where nothing is said. Leaves with 2 where there is none."""
    known = names()
    found = {name: each for name, each in known.items() if name.startswith(tuple(only) or "")}
    if not found:
        print(f"no measurement is called so; there are {', '.join(known)}", file=sys.stderr)
        sys.exit(2)
    return found


def measured(name: str, measure: Measurement, quick: bool) -> list[Found]:
    """Its rows, or one that says why there are none: what fails must not lose the others."""
    began = time.monotonic()
    try:
        found = measure(quick)
    except Exception as error:
        return [Missing(name, f"{type(error).__name__}: {error}"[:200], failed=True)]
    finally:
        print(f"  {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return list(found) if isinstance(found, Sequence) else [found]


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what we started is to end with us
    sys.exit(main())
