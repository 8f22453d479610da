"""What training loses by being recorded, and by being looked at."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.rows import Row, compared
from benchmarks.screen import stop_all
from benchmarks.startup import LAB, environment
from benchmarks.terminal import Terminal

BARE = """
import json, sys, time
import torch
torch.set_num_threads(1)
import lessons
from lessons.kit.engine import Race
lesson = lessons.load("lesson3")
race = Race(lesson, lesson.plan(settings={"steps": 100_000}))
for _ in range(300): race.tick(); race.collect()
began, step = time.perf_counter(), race.step
while time.perf_counter() - began < float(sys.argv[1]): race.tick(); race.collect()
print((race.step - step) / (time.perf_counter() - began))
"""
"""The race alone in a process of its own: no file, no socket, no screen. Warmed up first, past
the steps at which the unclipped network ends."""


def bare_rate(seconds: float) -> float:
    """Steps a second of the race that nobody records."""
    command = [sys.executable, "-c", BARE, str(seconds)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def rate_of(run: Path, seconds: float, meanwhile: Callable[[float], object] = time.sleep) -> float:
    """Steps a second of a live run, by its own account."""
    first = _position(run)
    meanwhile(seconds)
    last = _position(run)
    return (last[1] - first[1]) / (last[0] - first[0])


def _position(run: Path) -> tuple[float, int]:
    """When the worker last spoke, and its step: two writes of one status are never mixed."""
    before = json.loads((run / "status.json").read_text())["beat"]
    while True:
        status = json.loads((run / "status.json").read_text())
        if status["beat"] != before:
            return status["beat"], status["step"]
        time.sleep(0.01)


def screen_open(quick: bool) -> Row:
    """One run, its screen opened and closed in turn: what being looked at costs it."""
    seconds, rounds = (4.0, 4) if quick else (8.0, 10)
    with tempfile.TemporaryDirectory() as folder:
        run = _start(folder)
        pairs = []
        for _ in range(rounds):
            alone = rate_of(run, seconds)
            with Terminal([*LAB, "attach", run.name], environment(folder)) as terminal:
                terminal.until("playing")
                terminal.listen(2.0)
                pairs.append((rate_of(run, seconds, terminal.listen), alone))
        stop_all(folder)
    return compared(
        "training watched / unwatched", pairs, budget=0.97, at_most=False, unit="steps/s"
    )


def recorded(quick: bool) -> Row:
    """Training recorded, with nobody looking, against the bare loop."""
    seconds, rounds = (4.0, 2) if quick else (10.0, 5)
    pairs = [(_unwatched(seconds), bare_rate(seconds)) for _ in range(rounds)]
    return compared(
        "training recorded / bare", pairs, budget=0.97, at_most=False,
        unit="steps/s",
    )  # fmt: skip


def _unwatched(seconds: float) -> float:
    with tempfile.TemporaryDirectory() as folder:
        rate = rate_of(_start(folder), seconds)
        stop_all(folder)
    return rate


def _start(folder: str) -> Path:
    """A long run of lesson 3 that trains alone, past its wild first steps."""
    run = [*LAB, "run", "lesson3", "--detach", "--steps", "100000"]
    subprocess.run(run, env=environment(folder), check=True, capture_output=True)
    time.sleep(6.0)
    return next((Path(folder) / "runs").iterdir())
