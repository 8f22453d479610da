"""A step of a network trained again and taken apart."""

from __future__ import annotations

from collections.abc import Iterable

from lessons.kit.engine.apart.source import line_of
from lessons.kit.engine.apart.trace import Trace
from lessons.kit.engine.apart.watch import Watch
from lessons.kit.engine.network import Network
from lessons.kit.errors import BadUsage, visible
from lessons.kit.stream.apart import KINDS, Apart, Phase, SourceLine
from lessons.kit.stream.events import Control

MISSING = {
    "forward": "No module of torch was called: this loop computes its loss in another way.",
    "loss": "There is no loss that backward was called of.",
    "backward": "Autograd computed no gradient: this loop finds its update without it.",
    "clip": "Nothing clips here: there is no gradient of autograd that could be clipped.",
    "update": "No weight of what this loop keeps was moved at this step.",
}
MOST = 30
"""Parts that are told: a step that measures by training other networks has thousands."""
LONGEST = 120
"""Lines of a loop that are shown at most."""


def take_apart(network: Network, step: int, turns: Iterable[Control]) -> Apart:
    """Train this network up to a step, and take that one apart. Raises BadUsage.

    `turns` are the knobs that were turned in the run, which are turned again on the way.
    """
    began, turned = network.engine.step, list(turns)
    network.engine.prepare = None  # what is played back from a graph runs no line
    while network.engine.step < step - 1 and not network.end:
        _turn(network, turned)
        network.tick()
    found: list[Watch] = []

    def look(at: int) -> None:
        network.scalars.collect()
        if at == step:
            found.append(Watch(network.run, package_of(network)))
            found[0].put_on()

    network.engine.watched = look
    if not network.end:
        _turn(network, turned)
        try:
            network.tick()
        finally:
            network.engine.watched = None
            for each in found:
                each.take_off()
    if not found:
        raise BadUsage(f"{visible(network.variant)} has no step {step}", _last(network))
    return _told(network, found[0], step, max(step - 1 - began, 0))


def package_of(network: Network) -> str:
    """The package of the lesson, all of whose functions are followed."""
    frame = getattr(network.loop, "gi_frame", None)
    name = str(frame.f_globals.get("__name__", "")) if frame else ""
    return name.rpartition(".")[0] or name


def _turn(network: Network, turns: Iterable[Control]) -> None:
    for turn in turns:
        if turn.step == network.engine.step:
            network.hp.turn(turn.name, turn.value)


def _last(network: Network) -> str:
    return f"its last is {network.engine.step}"


def _told(network: Network, watch: Watch, step: int, replayed: int) -> Apart:
    recorded = network.scalars.collect()
    scalars = {name: values[-1] for event in recorded for name, values in event.values.items()}
    kept, more = watch.phases[:MOST], len(watch.phases) - MOST
    lost = watch.lost or (f"{more:,} more parts follow and are left out" if more > 0 else "")
    there = {phase.kind for phase in kept}
    phases = kept + [Phase(k, absent=MISSING[k]) for k in KINDS if k not in there]
    if len(there) < len(KINDS):
        phases.sort(key=lambda phase: KINDS.index(phase.kind) if phase.absent else -1)
        phases = _in_order(phases)
    source, end = _source(watch.trace, phases), network.end
    failed = end.message if end and end.how == "failed" else ""
    who = network.variant, network.seed
    return Apart(*who, step, phases, source, scalars, replayed, failed, lost)


def _in_order(phases: list[Phase]) -> list[Phase]:
    """What is missing where it would stand in the first round."""
    found = [phase for phase in phases if phase.absent != MISSING.get(phase.kind)]
    for missing in (phase for phase in phases if phase.absent == MISSING.get(phase.kind)):
        rank = KINDS.index(missing.kind)
        place = next((n for n, p in enumerate(found) if KINDS.index(p.kind) > rank), len(found))
        found.insert(place, missing)
    return found


def _source(trace: Trace, phases: Iterable[Phase]) -> list[SourceLine]:
    """The loop from the first to the last of its lines that ran."""
    wanted = next((phase.lines[0] for phase in phases if phase.lines), None)
    for code, numbers in trace.lines.items():
        first, last = min(numbers), max(numbers)
        lines = [line_of(trace.frames[code], number) for number in range(first, last + 1)]
        if wanted in lines:
            return lines[:LONGEST]
    return []
