"""Every lesson trained for a few steps from the command line: `python -m tests.tools.smoke FOLDER`.

The first is started as a person starts it. The others are forked: to load Python and torch for
the command and for its worker takes longer than four steps.
"""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import lessons
from tests.tools import forked

FINE = (0, 1, 4, 5)
"""Ways to end after so few steps: fine, a claim that fails, diverged, inconclusive."""
AT_ONCE = 2


def command(lesson: str) -> list[str]:
    """What follows the interpreter."""
    return ["-c", forked.THE_PROGRAM, "run", lesson, "--json", "--steps", "4", "--quiet"]


def smoke(lesson: str, folder: Path, *, fork: bool) -> str:
    """Train a lesson and look at its document: what it comes to, in a line."""
    begin = forked.popen if fork else subprocess.Popen
    place = folder / f"{lesson}.json"
    with place.open("wb") as out:
        code = begin([sys.executable, *command(lesson)], stdout=out).wait()
    document = json.loads(place.read_bytes())
    assert document["status"] == "finished" and document["exit"] == code in FINE, document
    return f"smoke: {document['lesson']} exit {code}, {len(document['claims'])} claims judged"


def main() -> None:
    """Every lesson, two at once."""
    folder, (first, *others) = Path(sys.argv[1]), lessons.names()
    print(smoke(first, folder, fork=False), flush=True)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        forked.started()  # by one of them, not by two
        for said in pool.map(partial(smoke, folder=folder, fork=True), others):
            print(said, flush=True)
    forked.stop()


if __name__ == "__main__":
    main()
