"""Runs that train by themselves for as long as a measurement needs them."""

import json
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from benchmarks.startup import LAB, environment
from benchmarks.terminal import LONGEST
from tui_lab.runs import RunFolder

STEPS = "1000000"  # more than any measurement waits for
PAST = 40  # steps: the first are slow, and the networks of lesson 3 that explode have done so


@contextmanager
def training(
    lesson: str = "lesson3", flags: Sequence[str] = (), count: int = 1
) -> Iterator[list[Path]]:
    """So many runs of a lesson that train alone, past their first steps; ended afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        command = [*LAB, "run", lesson, "--detach", "--steps", STEPS, *flags]
        try:
            for _ in range(count):
                subprocess.run(command, env=home_of(folder), check=True, capture_output=True)
            runs = sorted((Path(folder) / "runs").iterdir())
            for run in runs:
                wait_until_past(run)
            yield runs
        finally:
            end_all(folder)


def home_of(folder: str | Path) -> dict[str, str]:
    """The environment of a lab that lives in this folder, and trusts the lessons beside us."""
    return environment(str(folder)) | {"DL_LAB_TRUST": str(Path(__file__).parent)}


def the_run_in(folder: str | Path) -> Path:
    """The one run of a lab, as soon as it is there. Raises TimeoutError."""
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        if found := list((Path(folder) / "runs").glob("*/status.json")):
            return found[0].parent
        time.sleep(0.05)
    raise TimeoutError(f"no run began in {folder}")


def wait_until_past(run: Path, step: int = PAST) -> None:
    """Wait for a run's first steps. Raises TimeoutError."""
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        status = RunFolder(run).status()
        if status and status.state == "playing" and status.step >= step:
            return
        time.sleep(0.05)
    raise TimeoutError(f"{run.name} never came to step {step}")


def end_all(folder: str | Path) -> None:
    """Kill what still trains there: it would disturb what comes next."""
    runs = Path(folder) / "runs"
    for run in runs.iterdir() if runs.exists() else ():
        with suppress(OSError, ValueError):
            status = json.loads((run / "status.json").read_text())
            if RunFolder(run).alive():
                os.kill(status["pid"], signal.SIGKILL)


def position(run: Path) -> tuple[float, int]:
    """When the worker spoke next, and its step: two writes of one status are never mixed."""
    before = json.loads((run / "status.json").read_text())["beat"]
    while True:
        status = json.loads((run / "status.json").read_text())
        if status["beat"] != before:
            return status["beat"], status["step"]
        time.sleep(0.01)


def rate_of(run: Path, seconds: float, wait: Callable[[float], object] = time.sleep) -> float:
    """Steps a second of a live run, by its own account; in between, that is done."""
    first = position(run)
    wait(seconds)
    last = position(run)
    return (last[1] - first[1]) / (last[0] - first[0])
