"""Runs that train by themselves for as long as a measurement needs them."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from benchmarks.tools.terminal import LONGEST
from benchmarks.watching.startup import LAB, environment
from tui_lab.protocol.status import Status
from tui_lab.runs.folder import RunFolder

STEPS = "1000000"  # more than any measurement waits for
PAST = 10  # steps: the first are slow, and what explodes in lesson 3 has done so


@contextmanager
def training(
    lesson: str = "lesson3", flags: Sequence[str] = (), count: int = 1
) -> Iterator[list[Path]]:
    """This many runs of a lesson that train alone, past their first steps; ended afterwards."""
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
    return environment(str(folder)) | {"DL_LAB_TRUST": str(Path(__file__).parents[1])}


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
        status = RunFolder(run).status()
        if status and RunFolder(run).alive():
            with suppress(OSError):
                os.kill(status.pid, signal.SIGKILL)


def clocks(run: Path) -> tuple[float, float, int]:
    """When the worker spoke next, the CPU seconds it had by then, and its step."""
    before = spoken(run)
    while (status := spoken(run)).beat == before.beat:
        time.sleep(0.01)
    used = psutil.Process(status.pid).cpu_times()
    return status.beat, used.user + used.system, status.step


def spoken(run: Path) -> Status:
    """What the worker last said of itself. Raises RuntimeError where it said nothing."""
    if (status := RunFolder(run).status()) is None:
        raise RuntimeError(f"{run.name} never said how it is")
    return status


def rate_of(run: Path, seconds: float, wait: Callable[[float], object] = time.sleep) -> float:
    """Steps a second of a live run, by its own account; in between, that is done."""
    began, _, first = clocks(run)
    wait(seconds)
    ended, _, last = clocks(run)
    return (last - first) / (ended - began)
