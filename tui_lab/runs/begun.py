"""A recorded run as it was begun: who trained a step, its plan, and the knobs turned since."""

from __future__ import annotations

from typing import Any

import msgspec

from lessons.kit import BadUsage, Plan
from lessons.kit.errors import unknown
from lessons.kit.stream.events import Control, Start
from tui_lab.protocol.explain import ExplainRequest
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.places import all_runs
from tui_lab.runs.stream import recorded


def only(plan: Plan, asked: ExplainRequest) -> Plan:
    """The plan of this one network. Raises BadUsage where the run has no such network."""
    if asked.variant not in plan.variants:
        raise unknown("variant", asked.variant, plan.variants)
    if asked.seed not in plan.seeds:
        raise BadUsage(f"this run has no seed {asked.seed}", f"its seeds are {plan.seeds}")
    if asked.step < 1:
        raise BadUsage(f"there is no step {asked.step}", "the first one is 1")
    variants = {asked.variant: plan.variants[asked.variant]}
    return msgspec.structs.replace(plan, variants=variants, seeds=[asked.seed])


def as_begun(run: RunFolder, step: int) -> Plan:
    """The run's plan, with the settings of its first step: those of a fork came later."""
    return msgspec.structs.replace(run.plan, config=begun_with(run, step))


def turned(run: RunFolder) -> list[Control]:
    """Every knob that was turned while the run trained."""
    events = recorded(run)
    return [event for event in events if isinstance(event, Control) and event.action == "set"]


def whose(run: RunFolder, step: int) -> RunFolder:
    """The run that trained this step: of a fork's past the one that it left, if that is there.

    A fork has other settings from there on.
    """
    start = next(recorded(run), None)
    left = start.forked if isinstance(start, Start) else None
    if left is None or step > left.step:
        return run
    parent = next((other for other in all_runs() if other.id == left.run), None)
    return whose(parent, step) if parent else run


def begun_with(run: RunFolder, step: int) -> dict[str, Any]:
    """The settings that the first step of a run was trained with, on the way to another step.

    Of a fork's own past those of the run that it left; its start has other steps in it.
    """
    past, start = run.file.past, next(recorded(run), None)
    if past and step <= past.step:
        return past.config
    return start.config if isinstance(start, Start) else run.plan.config
