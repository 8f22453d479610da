"""How a step's time and a run's memory grow with a network: `python -m benchmarks.training.growth`.

Each setting is tried in a process of its own, on one thread. It prints a Markdown table: helps a
learner to choose what fits their machine and their patience.
"""

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

SECONDS = 2.0  # of steps that are timed, after the first ones
TRIAL = """
import json, resource, sys, time
import torch
torch.set_num_threads(1)
import lessons
from lessons.kit.engine.race import Race
name, variant, settings, least = json.loads(sys.argv[1])
lesson = lessons.load(name)
race = Race(lesson, lesson.plan((variant,), settings={**settings, "steps": 100_000}))
for _ in range(6): race.tick(); race.collect()
began, first = time.process_time(), race.step
while time.process_time() - began < least or race.step == first: race.tick(); race.collect()
took = (time.process_time() - began) / (race.step - first)
print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


@dataclass(frozen=True)
class Growth:
    """One setting of one lesson, from its smallest to its largest."""

    lesson: str
    variant: str
    knob: str
    values: tuple[int, ...]
    means: str


GROWTHS = (
    Growth("lesson1", "negative", "dim", (24, 96, 384), "width of a vector"),
    Growth("lesson1", "negative", "window", (2, 4, 8), "words around a word"),
    Growth("lesson1", "negative", "starts", (1, 4, 16), "random starts side by side"),
    Growth("lesson2", "lstm", "hidden", (64, 128, 256, 512), "width of the state"),
    Growth("lesson2", "lstm", "window", (32, 64, 128, 256), "characters back in time"),
    Growth("lesson2", "lstm", "batch", (8, 32, 128), "windows in a step"),
    Growth("lesson3", "norm", "hidden", (32, 64, 128, 256), "width of the state"),
    Growth("lesson3", "norm", "window", (25, 50, 100, 200), "characters back in time"),
    Growth("lesson3", "norm", "batch", (4, 16, 64), "windows in a step"),
    Growth("lesson4", "lstm", "hidden", (24, 48, 96, 192), "width of the state"),
    Growth("lesson4", "lstm", "fillers", (0, 3, 10), "sentences that say nothing"),
    Growth("lesson4", "lstm", "batch", (16, 64, 256), "texts in a step"),
)


def measured(growth: Growth, value: int, least: float) -> tuple[float, float]:
    """Milliseconds a step and MiB of memory, with this value."""
    settings: dict[str, Any] = {growth.knob: value}
    asked = json.dumps([growth.lesson, growth.variant, settings, least])
    command = [sys.executable, "-c", TRIAL, asked]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, memory = map(float, done.stdout.split())
    return seconds * 1000, memory


def row(growth: Growth, least: float) -> str:
    """One line of the table."""
    found = [measured(growth, value, least) for value in growth.values]
    values, times, memory = (
        " · ".join(map(str, growth.values)),
        " · ".join(f"{time:.3g}" for time, _ in found),
        " · ".join(f"{held:.0f}" for _, held in found),
    )
    name = f"{growth.lesson} {growth.variant}"
    return f"| {name} | `{growth.knob}`, {growth.means} | {values} | {times} | {memory} |"


def main(arguments: list[str] | None = None) -> None:
    """Print the table, a line as soon as it is measured."""
    parser = argparse.ArgumentParser(prog="benchmarks.training.growth", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="half a second for each value")
    options = parser.parse_args(arguments)
    print("| network | setting | values | ms a step | MiB |\n|---|---|---|---|---|", flush=True)
    for growth in GROWTHS:
        print(row(growth, 0.5 if options.quick else SECONDS), flush=True)


if __name__ == "__main__":
    main()
