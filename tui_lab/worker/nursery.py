"""A process that has torch loaded, and forks a worker for each run that it is told of.

Loading torch takes 1.5 s and 200 MB: forks share both. Each fork is a worker as any other, of its
own session and with a lifeline to this process, which in turn ends when its stdin closes.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import tempfile
from dataclasses import dataclass
from typing import IO

import msgspec

from tui_lab.protocol.last_words import Assignment, Born, Left, words_in

LOOK_EVERY = 0.02  # seconds between two looks at whether a worker has left


@dataclass(frozen=True)
class Nursling:
    """A fork, as this process knows it."""

    run: str
    lifeline: int
    """The end of a pipe that is open for as long as the worker is to train."""
    voice: IO[bytes]
    """What the worker says on its stdout: its last words."""


def next_assignment() -> Assignment:
    """Fork for every run that stdin tells of. Returns only in the forks, each with its run."""
    living: dict[int, Nursling] = {}
    waiting = b""
    while True:
        ready, _, _ = select.select([0], [], [], LOOK_EVERY)
        said = os.read(0, 65_536) if ready else None
        if said == b"":
            _close(living)
        *lines, waiting = (waiting + (said or b"")).split(b"\n")
        for line in lines:
            assignment = msgspec.json.decode(line, type=Assignment)
            if _forked(assignment.run, living):
                return assignment
        _report_left(living)


def _forked(run: str, living: dict[int, Nursling]) -> bool:
    """Fork a worker for a run; whether we are that worker."""
    end, lifeline = os.pipe()
    voice = tempfile.TemporaryFile()  # noqa: SIM115  both processes hold it
    pid = os.fork()
    if pid:
        os.close(end)
        living[pid] = Nursling(run, lifeline, voice)
        _say(Born(run, pid))
        return False
    os.setsid()
    for each in (lifeline, *(other.lifeline for other in living.values())):
        os.close(each)  # else a pipe would stay open in a fork that has nothing to do with it
    os.dup2(end, 0)
    os.dup2(voice.fileno(), 1)
    os.close(end)
    return True


def _report_left(living: dict[int, Nursling]) -> None:
    """Tell of every fork that has left, and how."""
    while living and (ended := os.waitpid(-1, os.WNOHANG))[0]:
        pid, status = ended
        nursling = living.pop(pid)
        os.close(nursling.lifeline)
        nursling.voice.seek(0)
        words = words_in(nursling.voice.read())
        nursling.voice.close()
        _say(Left(nursling.run, os.waitstatus_to_exitcode(status), words))


def _close(living: dict[int, Nursling]) -> None:
    """Let every worker save and leave; then leave too."""
    for nursling in living.values():
        os.close(nursling.lifeline)
    for pid in living:
        os.waitpid(pid, 0)
    sys.stdout.flush()
    os._exit(0)


def _say(word: Born | Left) -> None:
    try:
        os.write(1, msgspec.json.encode(word) + b"\n")
    except OSError:  # nobody listens: our stdin will close, too
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
