"""What a child is refused by the system: limits, and namespaces where it has them."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path

from tui_lab.sandbox.job import Limits

NEW_USER, NEW_PIDS, NEW_NETWORK = 0x10000000, 0x20000000, 0x40000000
DEATH_SIGNAL, SUBREAPER = 1, 36  # of prctl
PID_MAX = Path("/proc/sys/kernel/pid_max")
NICE = 5  # the guard comes before a hundred children; others leave a child a third of a turn
GRACE = 2  # seconds of CPU between the word that time is up and the system's own end of it
TASKS = 256  # processes and threads of a world of its own; the guard allows far fewer processes


def part_from_the_rest(*, network: bool) -> tuple[str, ...]:
    """Give the processes that are forked from here on a world of their own; what was granted.

    Needs a process with one thread. Where namespaces are refused, nothing is granted, and the
    guard looks for every descendant by itself.
    """
    if not sys.platform.startswith("linux"):
        return ()
    kinds = NEW_USER | NEW_PIDS | (0 if network else NEW_NETWORK)
    user, group = os.geteuid(), os.getegid()
    try:
        if ctypes.CDLL(None, use_errno=True).unshare(kinds):
            return ()
    except (OSError, AttributeError):
        return ()
    _be_the_same_user(user, group)
    return ("processes",) if network else ("processes", "network")


def _be_the_same_user(user: int, group: int) -> None:
    """In a user namespace everybody is nobody until this is written."""
    mine = Path("/proc/self")
    with suppress(OSError):
        (mine / "uid_map").write_text(f"{user} {user} 1")
        (mine / "setgroups").write_text("deny")
        (mine / "gid_map").write_text(f"{group} {group} 1")


def end_with_parent() -> None:
    """Be killed when the process that forked us ends, where the system can."""
    _prctl(DEATH_SIGNAL, signal.SIGKILL)


def adopt_orphans() -> None:
    """Be the parent of every descendant whose own parent ends: none gets away."""
    _prctl(SUBREAPER, 1)


def most_pids() -> str:
    """The largest number that a process can have here; "" where the system does not say."""
    try:
        return PID_MAX.read_text()
    except OSError:
        return ""


def be_few(outside: str) -> None:
    """Have the system itself bound the processes of a namespace, far above any limit of ours.

    Linux counts by namespace since 6.14, and takes no less than 301. Before it there is one number
    for the whole machine: where ours is the one from `outside`, it is left alone.
    """
    if most_pids() not in ("", outside):
        with suppress(OSError):
            PID_MAX.write_text("301")


def _prctl(option: int, value: int) -> None:
    if sys.platform.startswith("linux"):
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def keep_to(limits: Limits, held: int, *, is_alone: bool) -> None:
    """Have the system refuse this process more. `held`: bytes of data that it has already.

    The system counts the tasks of a user: they are the child's own where it `is_alone` in a world
    of its own. Of root it counts none, and only the guard does.
    """
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, NICE)
    if is_alone:
        _lower(resource.RLIMIT_NPROC, TASKS)
    cpu = max(int(_used() + limits.cpu) + GRACE, 1)
    _lower(resource.RLIMIT_CPU, cpu, cpu + 1)
    _lower(resource.RLIMIT_DATA, held + limits.memory)
    _lower(resource.RLIMIT_FSIZE, limits.file)
    _lower(resource.RLIMIT_CORE, 0)


def _lower(which: int, most: int, last: int = 0) -> None:
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        most, last = min(most, hard), min(last or most, hard)
    with suppress(OSError, ValueError):
        resource.setrlimit(which, (most, last or most))


def _used() -> float:
    """Seconds of CPU of this process until now."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
