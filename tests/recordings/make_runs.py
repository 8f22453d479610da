"""Packs runs that a version of the lab made, so that later ones can prove that they open them.

    PYTHONPATH=CHECKOUT python -P tests/recordings/make_runs.py before_rooms.tar.xz

CHECKOUT is a working tree of the version: every command below is run by it. Small networks and few
steps, our own data; made once for each version whose runs are to be opened, and kept.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

SMALL = {
    "lesson1": ("corpus=tiny", "dim=4", "starts=1"),
    "lesson2": ("embed=4", "hidden=8", "window=12", "batch=2"),
    "lesson3": ("embed=4", "hidden=6", "window=10", "batch=2"),
    "lesson4": ("task=twelve", "embed=4", "hidden=4"),
}
FEW = {
    "lesson1": ("softmax",),
    "lesson2": ("rnn",),
    "lesson3": ("norm", "unclipped"),
    "lesson4": (),
}
"""The variants that are raced; every checkpoint of each holds 5 kB of random state."""
EDIT = '"""My own copy: the loop is the same."""\n'
PREDICT = """
import lessons
from tui_lab.predictions import Predicted, Setup
from tui_lab.progress import Progress
lesson = lessons.load("lesson3")
asked = lesson.predictions[0]
about = Setup.planned(lesson.plan()).about(asked)
Progress().opened("lesson3")
Progress().predict("lesson3", asked.question, Predicted(asked.choices[0], about=about))
"""
STOPPED = """
import time
import lessons
from tui_lab.control import StepOn, Stop
from tui_lab.remote import start_worker
from tui_lab.runs import create
chosen = {"hidden": 6, "embed": 4, "window": 10, "batch": 2, "steps": 24}
run = create(lessons.load("lesson3").plan(("norm",), settings=chosen))
remote = start_worker(run, paused=True)
while not remote.send(StepOn(count=10)).ok:
    time.sleep(0.2)
while remote.alive() and run.status().step < 10:
    time.sleep(0.1)
remote.send(Stop())
while remote.alive():
    time.sleep(0.1)
print(run.id)
"""
EDITED = """
import sys
import lessons
from tui_lab.runs import create
lesson = lessons.load("lesson3")
chosen = {"hidden": 6, "embed": 4, "window": 10, "batch": 2, "steps": 4}
run = create(lesson.plan(("norm",), settings=chosen, source=sys.argv[1] + lesson.source))
print(run.id)
"""


class Old:
    """The version whose runs are kept, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"

    def python(self, *arguments: str, home: Path | None = None) -> str:
        """What it prints; a claim that fails after four steps is no fault."""
        environment = {**os.environ, "DL_LAB_DIR": str(home or self.home), "OMP_NUM_THREADS": "1"}
        done = subprocess.run(
            [sys.executable, "-P", *arguments], cwd=self.folder, env=environment,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode not in (0, 1, 4, 5) or "Traceback" in done.stderr:
            raise SystemExit(f"{arguments}: exit {done.returncode}: {done.stderr}")
        return done.stdout

    def lab(self, *arguments: str, home: Path | None = None) -> str:
        """The same of a command of the lab."""
        return self.python("-m", "tui_lab", *arguments, home=home)

    def run(self, lesson: str, steps: int, *flags: str, settings: tuple[str, ...] = ()) -> str:
        """Train, and give back the run's name."""
        chosen = [word for each in settings for word in ("--set", each)]
        said = self.lab("run", lesson, "--steps", str(steps), "--json", *chosen, *flags)
        return str(json.loads(said)["run"])


def text(folder: Path) -> Path:
    """A text that belongs to a learner."""
    rattle = random.Random(1)
    words = (
        "the",
        "cat",
        "dog",
        "saw",
        "ate",
        "fish",
        "red",
        "blue",
        "house",
        "tree",
        "ran",
        "sat",
    )
    lines = [" ".join(rattle.choice(words) for _ in range(8)) + "." for _ in range(80)]
    path = folder / "mine.txt"
    path.write_text("\n".join(lines) + "\n")
    return path


def made(old: Old) -> dict[str, Any]:
    """Every run by what it is; and what the stopped one came to where it was resumed."""
    runs = {
        lesson: old.run(
            lesson, 4, *(word for each in FEW[lesson] for word in ("--variant", each)),
            settings=SMALL[lesson],
        )
        for lesson in SMALL
    }  # fmt: skip
    small, one = SMALL["lesson3"], ("--variant", "norm")
    runs["data"] = old.run("lesson3", 4, *one, "--data", str(text(old.folder)), settings=small)
    runs["seeds"] = old.run("lesson3", 3, *one, "--seeds", "2", settings=small)
    runs["stopped"] = old.python("-c", STOPPED).strip()
    runs["fork"] = json.loads(
        old.lab("fork", runs["lesson3"], "--at", "2", "--set", "lr=0.01", "--json")
    )["run"]
    runs["edited"] = old.python("-c", EDITED, EDIT).strip()
    old.lab("resume", runs["edited"], "--json")
    old.lab("new", "attention")
    runs["outside"] = old.run("./attention", 4)
    old.python("-c", PREDICT)
    return {"runs": runs, "resumed": taken_up(old, runs["stopped"])}


def taken_up(old: Old, run: str) -> dict[str, Any]:
    """What the version itself makes of a stopped run, in a copy of everything."""
    copy = old.folder / "copy"
    shutil.copytree(old.home, copy, symlinks=True)
    document: dict[str, Any] = json.loads(old.lab("resume", run, "--json", home=copy))
    shutil.rmtree(copy)
    assert document["status"] == "finished", document
    return document


def thin_out(home: Path) -> None:
    """Leave out what nothing of these tests reads: of each run all but two checkpoints."""
    for folder in home.glob("runs/*/checkpoints"):
        kept = sorted(folder.iterdir(), key=lambda path: int(path.name))
        for path in kept[1:-1]:
            shutil.rmtree(path)


def main() -> None:
    """Make them and pack them."""
    target = Path(__file__).parent / sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        old = Old(Path(folder))
        manifest = {**made(old), "folder": folder}
        thin_out(old.home)
        (old.folder / "manifest.json").write_text(json.dumps(manifest, indent=1))
        with tarfile.open(target, "w:xz") as archive:
            archive.add(folder, arcname=".")
    print(f"{target}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
