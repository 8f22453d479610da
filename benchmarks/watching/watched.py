"""What training loses by being followed, recorded and looked at, for a short step and a long one.

A loop that does nothing but train, and the same loop in three runs: followed by `dl-lab run`,
recorded with nobody looking, and with its screen open. All four live side by side at the same
niceness, and take turns of a few seconds: whoever's turn it is not is stopped. So a round is short
enough for a busy machine to be equally busy in it.
"""

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.tools.rows import Row, compared
from benchmarks.tools.runs import (
    STEPS,
    clocks,
    end_all,
    home_of,
    spoken,
    the_run_in,
    training,
    wait_until_past,
)
from benchmarks.tools.terminal import Terminal
from benchmarks.watching.keys import viewer
from benchmarks.watching.startup import LAB

LOOP = Path(__file__).parent / "loop"
LOOPS = {"4,000": {"width": 64, "batch": 256}, "50": {"width": 768, "batch": 512}}
"""About this many steps a second on a core of its own, and the settings that make them."""
LEAST = 0.97
SETTLING = 0.7  # seconds after a turn begins: what waited meanwhile is worked off
NICE = ("--nice", "0")
"""Both sides alike: a worker gives way by itself, and would to whatever else is on the machine."""
BARE = """
import json, sys, time
import torch
torch.set_num_threads(1)
from lessons.kit.engine.race import Race
from tui_lab.trust.permission import load
lesson = load(sys.argv[1])
race = Race(lesson, lesson.plan(settings=json.loads(sys.argv[2]) | {"steps": 1_000_000}))
for line in sys.stdin:
    began, worked, step = time.perf_counter(), time.process_time(), race.step
    while time.perf_counter() - began < float(line):
        race.tick()
        if race.step % 64 == 0: race.collect()
    steps, took = race.step - step, time.perf_counter() - began
    print(steps / took, steps / (time.process_time() - worked), flush=True)
"""
"""The race alone: no file, no socket, no screen. Trains for as many seconds as each line says."""
Rates = tuple[float, float]
"""Steps a second, and steps for a second of CPU: of the latter a busy machine takes nothing."""
Turn = Callable[[float], Rates]
"""Trains for this many seconds."""


def short_steps(quick: bool) -> list[Row]:
    """A loop of about 4,000 steps a second."""
    return ways_of_looking("4,000", quick)


def long_steps(quick: bool) -> list[Row]:
    """A loop of about 50 steps a second."""
    return ways_of_looking("50", quick)


def ways_of_looking(pace: str, quick: bool) -> list[Row]:
    """Followed, recorded and on a screen, each against the bare loop in turn."""
    seconds, rounds = (0.3, 2) if quick else (3.0, 10)
    rates: dict[str, list[Rates]] = {}
    with all_ways(LOOPS[pace]) as turns:
        for _ in range(rounds):
            for name, turn in turns.items():
                rates.setdefault(name, []).append(turn(seconds))
    bare = rates.pop("bare")
    return [against(f"{pace} steps/s: {name} / bare", found, bare) for name, found in rates.items()]


def against(name: str, found: list[Rates], bare: list[Rates]) -> Row:
    """By the clock; by the CPU it is said beside it."""
    pairs = list(zip(found, bare, strict=True))
    by_clock = [(ours[0], theirs[0]) for ours, theirs in pairs]
    by_cpu = statistics.median(ours[1] / theirs[1] for ours, theirs in pairs)
    also = f"; {by_cpu:.3g} of its steps for a second of CPU"
    return compared(name, by_clock, LEAST, at_most=False, unit="steps/s", also=also)


@contextmanager
def all_ways(settings: dict[str, int]) -> Iterator[dict[str, Turn]]:
    """The four, each of them stopped until its turn."""
    flags = [part for name, value in settings.items() for part in ("--set", f"{name}={value}")]
    with ExitStack() as stack:
        bare = stack.enter_context(bare_loop(settings))
        [run] = stack.enter_context(training(str(LOOP), (*flags, *NICE)))
        terminal = stack.enter_context(viewer(run))
        terminal.until("playing")
        alone, open_ = [worker_of(run)], [worker_of(run), terminal.pid]
        stop(open_)
        followed, pids = stack.enter_context(followed_run(flags))
        yield {
            "bare": bare,
            "followed": in_turn(followed, pids),
            "recorded": in_turn(run, alone),
            "screen open": in_turn(run, open_, terminal),
        }


def in_turn(run: Path, pids: Sequence[int], terminal: Terminal | None = None) -> Turn:
    """Let a run and who looks at it go on for a while, and stop them again."""
    wait = terminal.listen if terminal else time.sleep

    def turn(seconds: float) -> Rates:
        go_on(pids)
        wait(SETTLING)
        began, worked, step = clocks(run)
        wait(seconds)
        ended, spent, last = clocks(run)
        stop(pids)
        return (last - step) / (ended - began), (last - step) / (spent - worked)

    return turn


@contextmanager
def bare_loop(settings: dict[str, int]) -> Iterator[Turn]:
    """A process that trains when it is asked to, and does nothing else."""
    command = [sys.executable, "-c", BARE, str(LOOP), json.dumps(settings)]
    with subprocess.Popen(
        command, env=home_of(LOOP), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        start_new_session=True,
    ) as process:  # fmt: skip
        assert process.stdin and process.stdout
        said, asked = process.stdout, process.stdin

        def turn(seconds: float) -> Rates:
            asked.write(f"{seconds}\n")
            asked.flush()
            rate, for_cpu = map(float, said.readline().split())
            return rate, for_cpu

        turn(SETTLING)
        yield turn
        asked.close()


@contextmanager
def followed_run(flags: Sequence[str]) -> Iterator[tuple[Path, list[int]]]:
    """A run that `dl-lab run` waits for, and the processes of both, stopped."""
    command = [*LAB, "run", str(LOOP), "--json", "--steps", STEPS, *flags, *NICE]
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            command, env=home_of(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            run = the_run_in(folder)
            pids = [worker_of(run), process.pid]
            stop(pids)
            yield run, pids
        finally:
            process.kill()
            process.wait()
            end_all(folder)


def worker_of(run: Path) -> int:
    """The process that trains a run, which has begun to."""
    wait_until_past(run)
    return spoken(run).pid


def stop(pids: Sequence[int]) -> None:
    """Halt these processes where they are."""
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)


def go_on(pids: Sequence[int]) -> None:
    """Let them go on."""
    for pid in pids:
        os.kill(pid, signal.SIGCONT)
