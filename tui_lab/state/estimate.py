"""What the rest of a run will take, by its first second, in words."""

from lessons.kit.errors import visible
from lessons.kit.stream.events import Estimate, Neighbour, Start
from tui_lab.system.words import in_gib, in_time


def estimate_in_words(estimate: Estimate, limit: float | None = None) -> str:
    """How long it will still take, what it holds, who else is there; one sentence a fact.

    `limit` is the time (seconds) after which the run is to be stopped.
    """
    facts = [_time(estimate, limit), _memory(estimate), *_others(estimate)]
    return "; ".join(facts)


def _time(estimate: Estimate, limit: float | None) -> str:
    words = f"about {in_time(estimate.seconds)} to go"
    is_cut = limit is not None and estimate.t + estimate.seconds > limit
    return f"{words}, --max-seconds stops it earlier, after {limit:g}" if is_cut else words


def _memory(estimate: Estimate) -> str:
    where = "memory" if estimate.cores else "the GPU's memory"
    held, free, total = map(in_gib, (estimate.memory, estimate.free, estimate.total))
    return f"{held} GiB of {where} held, {free} of {total} GiB free"


def _others(estimate: Estimate) -> list[str]:
    if estimate.others:
        return [f"also on it: {', '.join(map(_neighbour, estimate.others))}"]
    if estimate.load > estimate.cores > 0:
        return [f"{estimate.load:.0f} processes compete for its {_cores(estimate.cores)}"]
    return []


def _neighbour(other: Neighbour) -> str:
    who = visible(other.user) or "somebody"
    return f"{who} ({in_gib(other.memory)} GiB, pid {other.pid})"


def _cores(count: int) -> str:
    return f"{count} cores" if count > 1 else "one core"


def on_device(start: Start) -> str:
    """Such as `cuda:1 (the freest of 4 GPUs, 120 of 140 GiB free)`."""
    why = f" ({visible(start.device_why)})" if start.device_why else ""
    many = f", {start.devices} devices" if start.devices > 1 else ""
    return f"{start.device}{many}{why}"
