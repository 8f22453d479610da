"""The limits of a worker on a shared machine: priority, memory, and what it reports."""

from __future__ import annotations

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
from tui_lab.system.gpus import GpuReader, visible_gpus
from tui_lab.system.memory import memory
from tui_lab.worker.memory_limit import keep_to

if TYPE_CHECKING:
    from lessons.kit.engine.race import Race

AUTOGROUP = Path("/proc/self/autogroup")
LOOK_AFTER = 1.0  # seconds of training from which the rest is estimated
LOOK_LONGER = 10.0  # seconds, where the rest is long: a first second said 2 h of what took 10 min
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
    compilers work, does not count.
    """

    def __init__(self, race: Race) -> None:
        self._race = race
        self._since: tuple[float, int] | None = None
        self._is_warm = False
        self._is_told = False

    def clear(self) -> None:
        """It stops: the time from here on is not training."""
        self._since = None

    def after_tick(self) -> list[Estimate]:
        """The estimate, when there is enough to go by. The first step never counts."""
        if self._is_told:
            return []
        now, step = time.monotonic(), self._race.step
        if self._since is None:
            self._since = now, step
        began, first = self._since
        if now - began < LOOK_AFTER or step == first or self._race.over:
            return []
        seconds = (self._race.plan.steps - step) * (now - began) / (step - first)
        if now - began < LOOK_LONGER and seconds > FAR * (now - began):
            self._warm_up(now, step)
            return []
        self._is_told = True
        return [_estimate(self._race, step, seconds)] if seconds else []

    def _warm_up(self, now: float, step: int) -> None:
        if not self._is_warm:
            self._is_warm, self._since = True, (now, step)


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
