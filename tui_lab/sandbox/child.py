"""The child itself: what runs between the fork and the end."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from types import FrameType
from typing import Any

import msgspec

from lessons.kit.errors import TimeIsUpError, named, reason
from tui_lab.sandbox.job import Job
from tui_lab.sandbox.walls import end_with_parent, keep_to

FAILED, NOT_STARTED = 121, 122  # exit codes: the function raised; the command cannot be run


def become(job: Job, result: int, printed: int, held: int, *, is_alone: bool) -> None:
    """Do the job, write its value, and leave. Never returns."""
    end_with_parent()
    _wire(result, printed)
    if job.folder:
        os.chdir(job.folder)
    keep_to(job.limits, held, is_alone=is_alone)
    if job.command:
        _run(job.command)
    code = _call(job, result)
    os._exit(code)  # whatever the code has registered to run at the end does not run


def _wire(result: int, printed: int) -> None:
    """Nothing to read, and one place to print to. What the server has open is closed."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(printed, 1)
    os.dup2(printed, 2)
    os.closerange(3, result)
    os.closerange(result + 1, os.sysconf("SC_OPEN_MAX"))
    sys.stdin = open(0, closefd=False)  # noqa: SIM115  for as long as the process lives
    sys.stdout = open(1, "w", encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115


def _run(command: list[str]) -> None:
    try:
        os.execvp(command[0], command)
    except OSError as error:
        print(f"{command[0]}: {reason(error)}")
        sys.stdout.flush()
        os._exit(NOT_STARTED)


def _call(job: Job, result: int) -> int:
    mine = os.getpid()
    try:
        module, _, name = job.entry.partition(":")
        entry: Callable[..., Any] = getattr(import_module(module), name)
        _raise_when_time_is_up(job.limits.cpu)
        value = msgspec.json.encode(entry(**job.given))
    except BaseException as error:  # also exit(), and a time that is up
        value, code = msgspec.json.encode(named(error)), FAILED
    else:
        code = 0
    signal.setitimer(signal.ITIMER_PROF, 0)
    if os.getpid() != mine:  # the code has forked: its child comes back here as well
        return code
    _write(result, value)
    _flush()
    return code


def _raise_when_time_is_up(cpu: float) -> None:
    def ring(number: int, frame: FrameType | None) -> None:
        raise TimeIsUpError

    signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, cpu)


def _write(result: int, value: bytes) -> None:
    while value:
        value = value[os.write(result, value) :]


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):  # closed or replaced by the code
            continue
