"""What a worker is started with."""

import argparse
from collections.abc import Sequence


def read_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What `python -m tui_lab.worker.begin` was told."""
    parser = argparse.ArgumentParser(prog="tui_lab.worker.begin")
    parser.add_argument("run", nargs="?", default="", help="the run's folder")
    parser.add_argument("--paused", action="store_true", help="start, but wait for play")
    parser.add_argument("--lifeline", action="store_true", help="stop when stdin closes")
    parser.add_argument("--meeting", metavar="FOLDER", help="be rank 0, and meet the others there")
    parser.add_argument("--answer", action="store_true", help="train nothing: answer questions")
    parser.add_argument("--explain", metavar="JSON", help="train nothing: inspect a step")
    parser.add_argument("--apart", metavar="JSON", help="train nothing: take steps apart")
    parser.add_argument(
        "--standby", action="store_true", help="load torch, then wait for an assignment on stdin"
    )
    parser.add_argument(
        "--nursery", action="store_true", help="load torch, then fork for each run on stdin"
    )
    return parser.parse_args(arguments)
