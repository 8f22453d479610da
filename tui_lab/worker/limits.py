"""The limits of a worker on a shared machine: priority, memory, and what it reports."""

from __future__ import annotations

import math
import os
import resource
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import torch

from lessons.kit.engine.devices import choose_devices, why
from lessons.kit.errors import BadEnvironment
from lessons.kit.page.plan import Plan
from lessons.kit.stream.events import Estimate, Neighbour
from tui_lab.state.pace import EARLY, FEW, PATIENCE, Window
from tui_lab.system.gpus import GpuReader, visible_gpus
from tui_lab.system.memory import memory
from tui_lab.worker.memory_limit import keep_to

if TYPE_CHECKING:
    from lessons.kit.engine.race import Race

AUTOGROUP = Path("/proc/self/autogroup")
LOOK_AFTER = 1.0  # seconds of training from which the rest is estimated
LOOK_LONGER = 10.0  # seconds, where the rest is long: a first second said 2 h of what took 10 min
APART = 0.05  # seconds between two points that are kept
FAR = 10.0  # times as long as what was seen: no estimate reaches farther before `LOOK_LONGER`


def settle_in(plan: Plan) -> tuple[Plan, str, list[str]]:
    """Choose the device, and take no more than is ours there; the plan for it, why it, and all.

    Raises BadUsage or BadEnvironment for a device, or a limit, that cannot be.
    """
    devices = choose_devices(plan.device, plan.devices)
    reason = why(plan.device, torch.device(devices[0])) if plan.devices == 1 else ""
    return settle_on(plan, devices[0]), reason, devices


def settle_on(plan: Plan, name: str) -> Plan:
    """Take no more than is ours of this device; the plan for it."""
    device = torch.device(name)
    if device.type == "cpu":
        give_way(plan.nice)
        keep_to(plan.max_memory, plan.devices)
    elif plan.max_memory is not None:
        _keep_to_on(device, plan.max_memory // plan.devices)
    return msgspec.structs.replace(plan, device=name)


def give_way(nice: int) -> None:
    """Let others on this machine go first: nobody waits for a step as they wait for a key."""
    mine = os.getpriority(os.PRIO_PROCESS, 0)
    if nice > mine:
        os.setpriority(os.PRIO_PROCESS, 0, nice)
        # a session of our own may have a share of its own, whatever its processes' niceness
        with suppress(OSError):
            AUTOGROUP.write_text(str(nice))


def _keep_to_on(device: torch.device, limit: int) -> None:
    if device.type != "cuda":
        raise BadEnvironment(f"--max-memory cannot be kept on {device}", "leave it out")
    total = torch.cuda.get_device_properties(device).total_memory
    torch.cuda.set_per_process_memory_fraction(min(limit / total, 1.0), device)


class Forecast:
    """Estimates, once, what the rest of a run will take, from its first seconds of training.

    A run of many seconds is watched for longer, and its first second, in which caches fill and
    compilers work, does not count; nor do the first steps, most of which are looked at, and what
    is far slower than a step.
    """

    def __init__(self, race: Race) -> None:
        self._race = race
        self._first: float | None = None
        self._is_warm = False
        self._is_told = False
        self.clear()

    def clear(self) -> None:
        """It stops: the time from here on is not training."""
        self._seen = Window(math.inf)

    def after_tick(self) -> list[Estimate]:
        """The estimate, when there is enough to go by. The first step never counts."""
        now, step, points = time.monotonic(), self._race.step, self._seen.points
        if self._is_told or (points and now - points[-1][0] < APART):
            return []
        self._seen.add_point(now, step)
        if not self._is_enough(now, step):
            return []
        seconds, looked = self._left(step), self._seen.seconds
        if looked < LOOK_LONGER and seconds > FAR * looked:
            if not self._is_warm:
                self._is_warm = True
                self._begin_at(now, step)
            return []
        self._is_told = True
        return [_estimate(self._race, step, seconds)] if seconds else []

    def _is_enough(self, now: float, step: int) -> bool:
        """Whether a pace can be told by now; of slow steps, two must do in the end."""
        self._first = now if self._first is None else self._first
        is_patient = now - self._first < PATIENCE
        if is_patient and step < EARLY:
            self._begin_at(now, step)
        points = self._seen.points
        few = is_patient and len(points) <= FEW
        has_moved = self._seen.seconds >= LOOK_AFTER and step > points[0][1]
        return has_moved and not few and not self._race.over

    def _left(self, step: int) -> float:
        return (self._race.plan.steps - step) / self._seen.usual_rate

    def _begin_at(self, now: float, step: int) -> None:
        self.clear()
        self._seen.add_point(now, step)


def _estimate(race: Race, step: int, seconds: float) -> Estimate:
    device = race.device
    if device.type == "cuda":
        free, total = torch.cuda.mem_get_info(device)
        held, others = torch.cuda.max_memory_reserved(device), _neighbours(device.index or 0)
        return Estimate(
            step=step, seconds=seconds, memory=held, free=free, total=total, others=others
        )
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 * race.plan.devices
    there, cores = memory(), os.cpu_count() or 1
    return Estimate(
        step=step, seconds=seconds, memory=held, free=there.free, total=there.total,
        load=os.getloadavg()[0], cores=cores,
    )  # fmt: skip


def _neighbours(place: int) -> list[Neighbour]:
    """Who else has memory on the GPU that CUDA calls by this number."""
    gpus = visible_gpus(GpuReader()(), os.environ)
    held = gpus[place].held if place < len(gpus) else {}
    return [Neighbour(_owner(pid), pid, size) for pid, size in held.items() if pid != os.getpid()]


def _owner(pid: int) -> str:
    """Whose process it is; "" where that is not to be known, as from inside a container."""
    import psutil

    try:
        return psutil.Process(pid).username()
    except (psutil.Error, KeyError):
        return ""
