"""How a worker died, in words, and with which exit code.

An end from outside (a person, a scheduler, a limit, the machine) is not a bug in dl-lab.
"""

import resource
import signal
import subprocess

from lessons.kit.stream.events import Fault
from tui_lab.protocol.last_words import LastWords, words_in
from tui_lab.protocol.status import Status
from tui_lab.system.memory import memory
from tui_lab.system.words import in_gib

MUCH = 0.6  # of all memory; who holds so much and is killed, is killed for it
FROM_OUTSIDE, BUG = 3, 70
CRASHES = (signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT, signal.SIGILL, signal.SIGFPE)
"""Signals that a process earns by its own code; any other one was sent to it."""
REASONS: dict[int, str] = {
    signal.SIGKILL: "by a person, by a scheduler, or because memory ran out",
    signal.SIGXCPU: "its CPU time limit is reached",
    signal.SIGXFSZ: "its file size limit is reached (ulimit -f)",
}
NEAR = 2.0  # seconds of CPU time by which two clocks may differ
FIX = "`dl-lab resume` continues from its last checkpoint"


def last_words(worker: "subprocess.Popen[bytes] | None") -> LastWords | None:
    """What a worker that has left said on its stdout; None if it said nothing."""
    if worker is None or worker.stdout is None:
        return None
    return words_in(worker.stdout.read())


def how_it_died(code: int | None, status: Status | None = None) -> Fault:
    """A worker's end without a word, in words. `status` is the last that it said of itself."""
    if code in (None, -signal.SIGKILL) and status and (full := _nearly_all(status.memory)):
        return Fault(
            f"the worker was killed while it held {full}: probably out of memory",
            "run it again with a smaller batch, or with --max-memory to get a message in time",
        )
    return Fault(f"the worker did not finish: {_what(code)}", FIX)


def _what(code: int | None) -> str:
    if code is None:
        return "its process is gone"
    if code >= 0:
        return f"it exited with code {code}"
    number = -code
    if number in CRASHES:
        return f"it crashed (signal {number})"
    name = f"{signal.Signals(number).name}, " if number in set(signal.Signals) else ""
    return f"it was stopped from outside ({name}signal {number}): {_likely(number)}"


def _likely(number: int) -> str:
    """Why a worker gets this signal, most of the time."""
    if number in (signal.SIGKILL, signal.SIGXCPU) and (limit := _used_up()):
        return f"its CPU time limit is reached (ulimit -t {limit})"
    return REASONS.get(number, "by a person, or by a scheduler")


def _used_up() -> int:
    """The limit of CPU time, in seconds, that a child of ours came to; 0 where none did."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    is_near = used.ru_utime + used.ru_stime >= hard - NEAR
    return hard if hard != resource.RLIM_INFINITY and is_near else 0


def code_of(code: int | None) -> int:
    """What to leave with, where a worker left without a word: ended from outside, or a bug."""
    is_sent = code is None or (code < 0 and -code not in CRASHES)
    return FROM_OUTSIDE if is_sent else BUG


def _nearly_all(held: int) -> str:
    """How much of the memory that is, in words, where it is so much that others got none."""
    total = memory().total
    return f"{in_gib(held)} of {in_gib(total)} GiB" if held > MUCH * total else ""
