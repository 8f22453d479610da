"""A run's past up to a step: what a fork of it has in its stream, and what it trains again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from lessons.kit.stream.columns import steps_of
from lessons.kit.stream.events import (
    Checkpointed,
    Control,
    End,
    Event,
    Resumed,
    Start,
    State,
    Steps,
)

Value = TypeVar("Value")


class Past(msgspec.Struct, frozen=True):
    """What a fork trains again before it goes its own way; in its run.json."""

    step: int
    """Where it leaves the run before: the last step with that one's settings."""
    config: dict[str, Any]
    """The settings that training began with, where there is no checkpoint to go on from."""
    turned: list[Control]
    """The knobs that were turned on the way."""
    then: dict[str, Any]
    """The settings from there on."""


def past_of(events: Iterable[Event], step: int) -> Iterator[Event]:
    """Everything that was recorded of a run up to a step, but its start.

    How that run was, playing or over, is not how another is; nor are its checkpoints there.
    """
    for event in events:
        match event:
            case Start() | State() | End() | Checkpointed():
                continue
            case Steps():
                if (kept := _cut(event, step)) is not None:
                    yield kept
            case Resumed():
                if max((position.step for position in event.at), default=0) <= step:
                    yield event
            case _ if getattr(event, "step", 0) <= step:
                yield event


def _cut(event: Steps, step: int) -> Steps | None:
    """The steps of a batch up to this one; None where it holds only later ones."""
    steps = steps_of(event)
    count = sum(each <= step for each in steps)
    if count == len(steps):
        return event
    if not count:
        return None
    return msgspec.structs.replace(
        event, values=_first(event.values, count), at=event.at[:count],
        low=_first(event.low, count), high=_first(event.high, count),
        nonfinite={
            name: {at: what for at, what in found.items() if at <= step}
            for name, found in event.nonfinite.items()
        },
    )  # fmt: skip


def _first(columns: Mapping[str, list[Value]], count: int) -> dict[str, list[Value]]:
    return {name: values[:count] for name, values in columns.items()}
