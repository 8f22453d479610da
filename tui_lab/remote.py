"""The viewer's end of a run: follow what it says, tell it what to do, see how it is.

Polls: home may be NFS, where watching a file does not work.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from lessons.kit.errors import BadEnvironment, said
from lessons.kit.events import VERSION, DamagedLine, Event, Fault, from_json
from tui_lab.control import Command, Line, Reply, Watch
from tui_lab.memory import in_gib, memory
from tui_lab.runs import RunFolder
from tui_lab.status import Status

MUCH = 0.6  # of all memory; who holds so much and is killed, is killed for it
MOST_AT_ONCE = 4 * 2**20
"""Bytes read in one look: a long recording is folded in pieces, so that keys stay alive."""


class Follower:
    """Reads a stream that may still grow, line by whole line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.damaged = 0
        """Lines that were no events: a writer killed inside a line leaves one."""
        self.newer = False
        """Whether a newer dl-lab recorded this: what it says more is skipped."""
        self.at_end = False
        """Whether the last look reached the end of the file."""
        self._offset = 0
        self._partial = b""

    def read(self) -> list[Event]:
        """The events since the last look; none if the file is not there yet."""
        try:
            with self.path.open("rb") as file:
                file.seek(self._offset)
                chunk = file.read(MOST_AT_ONCE)
        except (FileNotFoundError, NotADirectoryError):
            self.at_end = True
            return []
        self.at_end = len(chunk) < MOST_AT_ONCE
        self._offset += len(chunk)
        *whole, self._partial = (self._partial + chunk).split(b"\n")
        return [event for line in whole if (event := self._decoded(line)) is not None]

    def _decoded(self, line: bytes) -> Event | None:
        try:
            event = from_json(line) if line else None
            self.newer = self.newer or (event is not None and event.v > VERSION)
            return event
        except DamagedLine:
            self.damaged += 1
            return None


def recorded(run: RunFolder) -> Iterator[Event]:
    """Everything recorded of a run so far."""
    follower = Follower(run.events)
    while not follower.at_end:
        yield from follower.read()


class Remote:
    """A run as seen from outside: its events, its control line, its life."""

    def __init__(self, run: RunFolder, worker: "subprocess.Popen[bytes] | None" = None) -> None:
        self.run = run
        self.worker = worker
        """The process, where it is our child."""
        self.follower = Follower(run.events)
        self._line: Line | None = None

    def read(self) -> list[Event]:
        """The events since the last look."""
        return self.follower.read()

    def send(self, command: Command) -> Reply:
        """Tell the worker. A worker that is gone gives a reply that says so."""
        try:
            return self._connected().send(command)
        except TimeoutError:
            self.hang_up()
            return Reply(ok=False, error="no answer yet: it is in the middle of a long step")
        except OSError:
            self.hang_up()
            return Reply(ok=False, error="nobody is training this run")

    def watch(self) -> bool:
        """Say that somebody is looking. False while the worker does not listen yet."""
        return self.send(Watch()).ok

    def hang_up(self) -> None:
        """Let go of the control line; the run goes on."""
        if self._line:
            self._line.close()
        self._line = None

    def close(self) -> None:
        """Let go of the run altogether; a worker that trains goes on."""
        self.hang_up()
        if self.worker is None:
            return
        for pipe in (self.worker.stdin, self.worker.stdout):
            if pipe:
                pipe.close()
        self.worker.poll()

    def alive(self) -> bool:
        """Whether a worker still has the run."""
        if self.worker is not None and self.worker.poll() is not None:
            return False
        return self.worker is not None or self.run.alive()

    def signal(self, number: signal.Signals) -> None:
        """Send the worker a signal: to our own child, or by the pid it keeps in its status."""
        if not self.alive():
            return
        status = self.run.status()
        pid = self.worker.pid if self.worker else status and status.pid
        if pid:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, number)

    def _connected(self) -> Line:
        if self._line is None:
            status = self.run.status()
            if status is None:
                raise ConnectionRefusedError("not listening yet")
            self._line = Line(Path(status.socket))
        return self._line


class Assignment(msgspec.Struct, frozen=True):
    """What a spare worker is told, on one line of its stdin."""

    run: str
    paused: bool = False


class Spare:
    """A worker that has loaded torch already and waits for a run: play then starts at once.

    It leaves when we do: the end of its stdin is ours.
    """

    def __init__(self) -> None:
        self._worker: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """Have one ready, if there is none. It costs 1.5 s of another core, and 200 MB."""
        if self._worker is None or self._worker.poll() is not None:
            self.close()
            self._worker = spawn(["--standby"], stdin=subprocess.PIPE)

    def take(self, run: RunFolder, *, paused: bool = False) -> Remote | None:
        """Give the spare worker this run; None where there is no spare, or it died."""
        worker, self._worker = self._worker, None
        if worker is None or worker.stdin is None:
            return None
        try:
            worker.stdin.write(msgspec.json.encode(Assignment(str(run.path), paused)) + b"\n")
            worker.stdin.close()
        except OSError:
            _dismiss(worker)
            return None
        return Remote(run, worker)

    def close(self) -> None:
        """Send the spare worker home."""
        worker, self._worker = self._worker, None
        if worker is not None:
            _dismiss(worker)


def _dismiss(worker: "subprocess.Popen[bytes]") -> None:
    worker.kill()
    for pipe in (worker.stdin, worker.stdout):
        if pipe:
            with suppress(OSError):
                pipe.close()
    worker.wait()


def start_worker(run: RunFolder, *, lifeline: bool = False, paused: bool = False) -> Remote:
    """Start training a run in a process of its own session.

    With a lifeline the worker stops when this process ends, however it ends; without, it
    goes on. Start it from a process or the main thread, never from a thread that may end first.
    """
    flags = [*(["--paused"] if paused else []), *(["--lifeline"] if lifeline else [])]
    stdin = subprocess.PIPE if lifeline else subprocess.DEVNULL
    return Remote(run, spawn([str(run.path), *flags], stdin=stdin))


def spawn(arguments: list[str], *, stdin: int) -> "subprocess.Popen[bytes]":
    """A worker process. Its stdout carries its last words and nothing else."""
    try:
        return subprocess.Popen(
            # -P: a `queue.py` in the folder we happen to be in must not become ours
            [sys.executable, "-P", "-m", "tui_lab.begin", *arguments],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise BadEnvironment(f"no worker could be started ({said(error)})") from None


class LastWords(msgspec.Struct, frozen=True):
    """Why a worker left without a word in its stream; the one thing it says on its stdout."""

    exit: int
    error: Fault


def last_words(worker: "subprocess.Popen[bytes] | None") -> LastWords | None:
    """What a worker that has left said on its stdout; None if it said nothing."""
    if worker is None or worker.stdout is None:
        return None
    return words_in(worker.stdout.read())


def words_in(line: bytes) -> LastWords | None:
    """The last words in a line; None where it holds none."""
    try:
        return msgspec.json.decode(line, type=LastWords)
    except msgspec.MsgspecError:
        return None


def how_it_died(code: int | None, status: Status | None = None) -> Fault:
    """A worker's end without a word, in words. `status` is the last that it said of itself."""
    if code in (None, -signal.SIGKILL) and status and (full := _nearly_all(status.memory)):
        return Fault(
            f"the worker was killed while it held {full}: it looks like want of memory",
            "run it again with a smaller batch, or with --max-memory to be told in time",
        )
    match code:
        case None:
            what = "its process is gone"
        case -9:
            what = "it was killed (signal 9), by hand or for want of memory"
        case -11 | -7 | -6:
            what = f"it crashed (signal {-code})"
        case _ if code < 0:
            what = f"it was ended by signal {-code}"
        case _:
            what = f"it left with code {code}"
    return Fault(
        f"the worker did not finish: {what}", "`dl-lab resume` goes on from its last checkpoint"
    )


def _nearly_all(held: int) -> str:
    """How much of the memory that is, in words, where it is so much that others got none."""
    total = memory().total
    return f"{in_gib(held)} of {in_gib(total)} GiB" if held > MUCH * total else ""


def follow(remote: Remote, every: float = 0.05) -> Iterator[list[Event]]:
    """Batches of events until the worker is gone and everything it said is read."""
    while True:
        alive = remote.alive()  # asked first: what it said before it left is still read after
        events = remote.read()
        if not alive and not events and remote.follower.at_end:
            return
        yield events
        if not events:
            time.sleep(every)
