"""Runs as the worker leaves them, without a process: their plan, stream and checkpoint."""

from typing import Any

import lessons
from lessons.kit import to_json
from lessons.kit.engine.checkpoints import write_checkpoint
from lessons.kit.engine.race import Race
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.places import create


def kept_run(
    name: str, *variants: str, seed: int = 0, seeds: int = 1, data: str | None = None,
    **settings: Any,
) -> RunFolder:  # fmt: skip
    """Train here, to the end, and keep it in the lab's folder."""
    lesson = lessons.load(name)
    plan = lesson.plan(variants, settings=settings, seed=seed, seeds=seeds, data=data)
    run = create(plan)
    race = Race(lesson, plan)
    run.events.write_bytes(to_json(race.start(run.id)) + b"\n")
    while not race.over:
        race.tick()
    run.checkpoints.mkdir()
    write_checkpoint(run.checkpoints / str(race.step), race.save())
    return run
