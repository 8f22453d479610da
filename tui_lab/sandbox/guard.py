"""The process between the lab and a child: it forks it, watches it, ends it, and tells the outcome.

The child and all that it starts live in a namespace of processes, where the system has those: when
its first process ends, all of them do. Elsewhere the guard looks for its descendants.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import psutil

from tui_lab.sandbox import child
from tui_lab.sandbox.job import How, Job, Limits, Outcome
from tui_lab.sandbox.walls import (
    GRACE,
    adopt_orphans,
    be_few,
    end_with_parent,
    most_pids,
    part_from_the_rest,
)
from tui_lab.system.words import in_gib

LOOK_EVERY = 0.05  # seconds between two looks at what the child takes
LARGEST = 8 << 20  # bytes of a value
OUT_OF_TIME = (-signal.SIGXCPU, -signal.SIGPROF, -signal.SIGKILL)
"""How the system ends what has used its CPU time."""


@dataclass
class Heard:
    """What came through a pipe."""

    end: int
    most: int
    kept: bytearray = field(default_factory=bytearray)
    is_cut: bool = False
    size: int = 0
    """Bytes that came, kept or not."""

    def read(self) -> bool:
        """Read what is there; whether more may come."""
        try:
            piece = os.read(self.end, 65_536)
        except BlockingIOError:
            return True
        room = self.most - len(self.kept)
        self.kept += piece[:room]
        self.size += len(piece)
        self.is_cut = self.is_cut or len(piece) > room
        return bool(piece)


def guard(job: Job) -> Outcome:
    """Do a job in a child under its limits, and wait for its end."""
    end_with_parent()
    adopt_orphans()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    before = psutil.Process().memory_info()
    held = int(getattr(before, "data", 0)) or before.rss
    outside = most_pids()
    walls = part_from_the_rest(network=job.limits.network)
    result, printed = os.pipe(), os.pipe()
    began = time.monotonic()
    pid = os.fork()
    if pid == 0:
        os.close(result[0])
        os.close(printed[0])
        _be_first(job, result[1], printed[1], held, outside, is_alone="processes" in walls)
    os.close(result[1])
    os.close(printed[1])
    value, output = Heard(result[0], LARGEST), Heard(printed[0], job.limits.printed)
    watched = Watched(pid, job.limits, before.rss, value, output, began)
    watched.wait()
    return _told(watched, walls, is_command=bool(job.command))


def _be_first(
    job: Job, result: int, printed: int, held: int, outside: str, *, is_alone: bool
) -> None:
    """The first process of the namespace: it waits for the child, and ends all the others."""
    if not is_alone:
        child.become(job, result, printed, held, is_alone=False)
    end_with_parent()
    be_few(outside)
    pid = os.fork()
    if pid == 0:
        child.become(job, result, printed, held, is_alone=True)
    os.close(result)
    os.close(printed)
    while True:  # it is the parent of every orphan
        ended, status = os.wait()
        if ended == pid:
            code = os.waitstatus_to_exitcode(status)
            os._exit(code if code >= 0 else 128 - code)


class Watched:
    """A child under watch until its end."""

    def __init__(
        self, pid: int, limits: Limits, base: int, value: Heard, output: Heard, began: float
    ) -> None:
        self.pid, self.limits, self.base, self.began = pid, limits, base, began
        self.value, self.output = value, output
        self.over: How | None = None
        """Which limit it met."""
        self.code, self.cpu = 0, 0.0

    def wait(self) -> None:
        """Read what it says, look at what it takes, until it has ended or met a limit."""
        is_told, looked = False, 0.0
        while not self._has_ended():
            if time.monotonic() - looked >= LOOK_EVERY:  # not at each piece of a flood of output
                self.over, looked = self._limit_met(), time.monotonic()
            if self.over:
                self._end()
                break
            ends = [self.output.end] if is_told else [self.output.end, self.value.end]
            ready, _, _ = select.select(ends, [], [], LOOK_EVERY)
            if self.value.end in ready:
                is_told = not self.value.read()
            if self.output.end in ready and not self.output.read():
                time.sleep(LOOK_EVERY / 10)  # it has closed its output, and is still there
        self._end_the_rest()
        self._read_the_rest()

    def _has_ended(self) -> bool:
        pid, status, usage = os.wait4(self.pid, os.WNOHANG)
        if not pid:
            return False
        self._take(status, usage.ru_utime + usage.ru_stime)
        return True

    def _take(self, status: int, cpu: float) -> None:
        code = os.waitstatus_to_exitcode(status)
        self.code = 128 - code if 128 < code < 128 + signal.NSIG else code
        self.cpu = max(cpu, self.cpu)

    def _end(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        _, status, usage = os.wait4(self.pid, 0)
        self._take(status, usage.ru_utime + usage.ru_stime)

    def _end_the_rest(self) -> None:
        """Without a namespace, descendants may outlive the child; they are ours then."""
        while found := _descendants():
            for each in found:
                with suppress(psutil.Error):
                    each.kill()
            with suppress(ChildProcessError):
                os.waitpid(-1, 0)

    def _read_the_rest(self) -> None:
        for each in (self.value, self.output):
            os.set_blocking(each.end, False)
            while select.select([each.end], [], [], 0)[0] and each.read():
                pass

    def _limit_met(self) -> How | None:
        if time.monotonic() - self.began > self.limits.seconds:
            return "out of time"
        if self.output.size > self.limits.flood:
            return "too much output"
        found = _descendants(self.limits.processes + 1)
        if len(found) > self.limits.processes + 1:  # the first process of the namespace
            return "too many processes"
        taken, cpu = 0, 0.0
        for each in found:
            with suppress(psutil.Error):
                times = each.cpu_times()
                cpu += times.user + times.system
                taken += max(each.memory_info().rss - self.base, 0)
        self.cpu = max(self.cpu, cpu)
        if cpu > self.limits.cpu + GRACE:
            return "out of time"
        return "out of memory" if taken > self.limits.memory else None


def _descendants(most: int = 10_000) -> list[psutil.Process]:
    """Those of this process, and at most a few more than `most`: a fork bomb has thousands."""
    found: list[psutil.Process] = []
    waiting = [os.getpid()]
    while waiting and len(found) <= most:
        for pid in _children(waiting.pop()):
            with suppress(psutil.Error):
                found.append(psutil.Process(pid))
                waiting.append(pid)
    return found


def _children(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:  # it has ended, or this is no Linux, or one without such files
        if sys.platform.startswith("linux") and not Path(f"/proc/{pid}").exists():
            return []
    try:
        return [each.pid for each in psutil.Process(pid).children()]
    except psutil.Error:
        return []


def _told(watched: Watched, walls: tuple[str, ...], *, is_command: bool) -> Outcome:
    value = bytes(watched.value.kept)
    how = watched.over or _how(watched, is_command=is_command)
    why = "" if how == "done" else _why(how, watched, is_command=is_command)
    if how == "done" and watched.value.is_cut:
        how, why = "failed", "its result is too large"
    return Outcome(
        how, why, msgspec.Raw(value if how == "done" and value else b"null"), watched.code,
        watched.output.kept.decode("utf-8", "replace"), watched.output.is_cut,
        watched.cpu, time.monotonic() - watched.began, walls,
    )  # fmt: skip


def _how(watched: Watched, *, is_command: bool) -> How:
    code = watched.code
    if code in OUT_OF_TIME and watched.cpu >= watched.limits.cpu:
        return "out of time"
    if is_command:
        return "done" if code == 0 else "failed" if code > 0 else "left"
    if not watched.value.kept or code not in (0, child.FAILED):
        return "left"
    return "done" if code == 0 else "failed"


def _why(how: How, watched: Watched, *, is_command: bool) -> str:
    limits, code = watched.limits, watched.code
    match how:
        case "out of time" if time.monotonic() - watched.began > limits.seconds:
            return f"stopped after {limits.seconds:g} s"
        case "out of time":
            return f"stopped after {limits.cpu:g} s of CPU time"
        case "out of memory":
            return f"stopped: it takes more than {in_gib(limits.memory)} GiB of memory"
        case "too many processes":
            return f"stopped: it started more than {limits.processes} processes"
        case "too much output":
            return f"stopped: it printed more than {limits.flood >> 20} MiB"
        case "failed" if not is_command:
            return msgspec.json.decode(watched.value.kept, type=str)
    if code < 0:
        return f"ended by {signal.Signals(-code).name}"
    what = "the command ended" if is_command else "its process ended before its function did,"
    return f"{what} with exit code {code}"
