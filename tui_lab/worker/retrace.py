"""The worker's way to where a fork begins: the steps before it, trained again as they were."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from lessons.kit.data.brought import Progress
from lessons.kit.engine.checkpoints import latest_checkpoint, read_checkpoint, write_checkpoint
from lessons.kit.engine.race import Race
from lessons.kit.engine.run import SavedNetwork
from lessons.kit.page.plan import Plan
from lessons.kit.stream.columns import decoded
from lessons.kit.stream.events import Event, Steps
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.past import Past
from tui_lab.runs.stream import recorded
from tui_lab.system.files import by_step

Figures = dict[tuple[str, int, str], float]
"""(variant, seed, metric) → its value at one step."""


def retraced(race: Race, run: RunFolder, past: Past, tell: Progress) -> tuple[Race, list[str]]:
    """The race of a fork, come to where it begins; and what is to be said of the way.

    `race` is that of the fork's plan, which has trained nothing yet.
    """
    plan = msgspec.structs.replace(race.plan, config=past.config)
    kept = latest_checkpoint(by_step(run.inherited))
    before = Race(race.lesson, plan, kept, data=race.data)
    way = f"steps {before.step + 1} to {past.step}"
    now, then = _trained(before, past, tell), at_step(recorded(run), past.step)
    notes = [f"{way} gave results that differ from the recording"] if _differ(now, then) else []
    return _leave(before, past, race.plan, run.checkpoints / str(past.step)), notes


def _trained(race: Race, past: Past, tell: Progress) -> Figures:
    """Train up to where the fork begins, every knob turned where it was; the last step's figures.

    Nothing is recorded of it: the stream of the fork has these steps already.
    """
    began, figures = race.step, Figures()
    what = f"training {began + 1} to {past.step} again"
    waiting = [turn for turn in past.turned if turn.step >= began]
    while True:
        while waiting and waiting[0].step <= race.step:
            turn = waiting.pop(0)
            race.turn(turn.name, turn.value)
        if race.step >= past.step or race.over:
            return figures
        race.tick()
        figures = at_step(race.collect(), past.step)
        tell(what, (race.step - began) / (past.step - began))


def at_step(events: Iterable[Event], step: int) -> Figures:
    """What was said of one step."""
    return {
        (batch.variant, batch.seed, name): numbers.values[list(batch.steps).index(step)]
        for batch in (decoded(event) for event in events if isinstance(event, Steps))
        if step in batch.steps
        for name, numbers in batch.scalars.items()
    }


def _differ(now: Figures, before: Figures) -> bool:
    """Whether any figure came out otherwise; one that was no number is one that is none."""
    return any(
        now[key] != before[key] and not (math.isnan(now[key]) and math.isnan(before[key]))
        for key in now.keys() & before.keys()
    )


def _leave(race: Race, past: Past, plan: Plan, folder: Path) -> Race:
    """The networks as they are, kept in the fork's first checkpoint with its own settings.

    What it holds is read back, as it would be after a kill: so there is one way to begin.
    """
    folder.parent.mkdir(mode=0o700, exist_ok=True)
    write_checkpoint(folder, [_left(saved, past, plan) for saved in race.save()])
    return Race(race.lesson, plan, read_checkpoint(folder), data=race.data)


def _left(saved: SavedNetwork, past: Past, plan: Plan) -> SavedNetwork:
    """A network with the settings turned, by the rule of a live run; it may train on."""
    free = {
        name: value for name, value in past.then.items()
        if name not in plan.variants[saved.variant] or _is_pinned(name, plan)
    }  # fmt: skip
    is_done = saved.end is not None and saved.end.how == "finished"
    settings: dict[str, Any] = {**saved.settings, **free}
    going = is_done and settings["steps"] > saved.step
    return replace(saved, settings=settings, end=None if going else saved.end)


def _is_pinned(name: str, plan: Plan) -> bool:
    return all(name in overrides for overrides in plan.variants.values())
