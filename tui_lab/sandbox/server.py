"""A process that has its modules loaded, and forks a guard with its child for every job.

`python -P -m tui_lab.sandbox.server torch`. Jobs come on stdin and outcomes leave on stdout, one
JSON object a line, one job at a time. An empty line ends the job that is being done.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import sys
from contextlib import suppress
from importlib import import_module

import msgspec

from lessons.kit.errors import said
from tui_lab.sandbox.guard import guard
from tui_lab.sandbox.job import Job, Outcome


def main() -> None:
    """Load what the arguments name, then serve until stdin closes."""
    os.umask(0o077)
    voice = os.dup(1)
    os.dup2(2, 1)  # what a module prints while it is loaded is no outcome
    for name in sys.argv[1:]:
        import_module(name)
    gc.collect()
    gc.freeze()  # forks share what is never looked at by the collector
    os.write(voice, b"{}\n")
    serve(voice)


def serve(voice: int) -> None:
    """Do each job in a fork. An outcome follows every job, whatever happens to it."""
    waiting = b""
    while said_ := os.read(0, 1 << 20):
        *lines, waiting = (waiting + said_).split(b"\n")
        for line in filter(None, lines):
            _tell(voice, _done(msgspec.json.decode(line, type=Job)))


def _done(job: Job) -> bytes:
    """The outcome of a job, as JSON."""
    heard, told = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(heard)
        os.setsid()
        _be_guard(job, told)
    os.close(told)
    outcome = _wait_for(heard, pid)
    os.close(heard)
    os.waitpid(pid, 0)
    return outcome or msgspec.json.encode(Outcome("left", "the job was ended"))


def _be_guard(job: Job, told: int) -> None:
    try:
        outcome = guard(job)
    except Exception as error:
        outcome = Outcome("failed", f"it could not be run: {said(error)}")
    _tell(told, msgspec.json.encode(outcome), b"")
    os._exit(0)


def _wait_for(heard: int, pid: int) -> bytes:
    """What the guard says. It is ended if somebody asks for that, or if nobody listens any more."""
    pieces: list[bytes] = []
    ends = [heard, 0]
    while True:
        ready, _, _ = select.select(ends, [], [])
        if 0 in ready:
            if not os.read(0, 65_536).strip():
                with suppress(ProcessLookupError):
                    os.killpg(pid, signal.SIGKILL)  # and with it all of the job's processes
            ends = [heard]
        if heard in ready:
            piece = os.read(heard, 65_536)
            if not piece:
                return b"".join(pieces)
            pieces.append(piece)


def _tell(end: int, line: bytes, after: bytes = b"\n") -> None:
    line += after
    while line:
        line = line[os.write(end, line) :]


if __name__ == "__main__":
    main()
