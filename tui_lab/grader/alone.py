"""Code of a student, run: `python -m tui_lab.grader.alone ORDER OUT`, inside a sandbox.

What it says into OUT is the word of that code, and is read as such.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import msgspec
import torch

from lessons.kit import Plan
from lessons.kit.engine.race import Race
from lessons.kit.stream.events import to_json
from tui_lab.classroom.order import CodeOrder
from tui_lab.trust.permission import load


def main(order: Path, out: Path) -> None:
    """Train the plan, or check the exercise, that the order names."""
    asked = msgspec.json.decode(order.read_bytes(), type=CodeOrder)
    torch.set_num_threads(1)
    if asked.plan is not None:
        _train(asked.lesson, asked.plan, out)
    else:
        from tui_lab.worker.exercise import check_text

        found = check_text(asked.lesson, None, asked.exercise, asked.text)
        out.write_bytes(msgspec.json.encode(found))
    os._exit(0)  # nothing that the code has left behind runs any more


def _train(lesson: str, plan: Plan, out: Path) -> None:
    with out.open("wb") as file:
        for event in Race(load(lesson), plan).events():
            file.write(to_json(event) + b"\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
