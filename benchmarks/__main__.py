"""Every speed the README states, as a ratio of two things measured in turn in one run.

`make bench`, or `python -m benchmarks [--quick] [--json]`. Prints a table, or one JSON document.
"""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict

from benchmarks import (
    events,
    keys,
    load,
    screen,
    startup,
    tutorial_charrnn,
    tutorial_sentiment,
    tutorial_skipgram,
    watched,
)
from benchmarks.rows import Row, table

MEASUREMENTS: list[Callable[[bool], Row | list[Row]]] = [
    startup.command_line_help,
    startup.first_paint,
    screen.repaint_cost,
    screen.bytes_per_second,
    keys.key_to_paint,
    watched.screen_open,
    watched.recorded,
    events.cost_of_an_event,
    load.many_steps,
    load.many_viewers,
    load.many_runs,
    tutorial_skipgram.tutorial,
    *tutorial_charrnn.MEASUREMENTS,
    tutorial_sentiment.sentiment,
]


def main(arguments: list[str] | None = None) -> int:
    """Measure everything; 1 if a budget is not met."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, under 5 minutes")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    options = parser.parse_args(arguments)
    rows: list[Row] = []
    for measure in MEASUREMENTS:
        print(f"measuring {measure.__name__} …", file=sys.stderr)
        found = measure(options.quick)
        rows += found if isinstance(found, list) else [found]
    if options.json:
        print(json.dumps({"rows": [asdict(row) | {"met": row.met} for row in rows]}))
    else:
        table(rows)
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
