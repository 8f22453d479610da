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

from lessons.kit.errors import BadEnvironment, reason, said
from lessons.kit.stream.events import Event
from tui_lab.protocol.commands import Command, Line, Reply, Watch
from tui_lab.protocol.last_words import Assignment
from tui_lab.runs import letters
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.hold import host_of
from tui_lab.runs.stream import Follower

SAY_SO_EVERY = 60.0  # seconds; a paused run that nobody looks at is parked after ten minutes
PATIENCE = 10.0  # seconds that a command waits for its answer


class Remote:
    """A run as seen from outside: its events, its control line, its life."""

    def __init__(self, run: RunFolder, worker: "subprocess.Popen[bytes] | None" = None) -> None:
        self.run = run
        self.worker = worker
        """The process, where it is our child."""
        self.follower = Follower(run.events)
        self._line: Line | None = None
        self._said_so = time.monotonic()

    def read(self) -> list[Event]:
        """The events since the last look."""
        return self.follower.read()

    def send(self, command: Command) -> Reply:
        """Tell the worker, by its socket or else through the run's folder; what came of it.

        A worker that is gone, or says nothing, gives a reply that says so.
        """
        command = msgspec.structs.replace(command, id=letters.new_id())
        try:
            return self._connected().send(command)
        except TimeoutError:
            self.hang_up()
            return self._unanswered()
        except (OSError, msgspec.MsgspecError):
            self.hang_up()
            return self._by_letter(command)

    def _by_letter(self, command: Command) -> Reply:
        """The same command: should it have arrived by the socket after all, it is done once."""
        try:
            reply = letters.send(self.run.path, command, self.alive, PATIENCE)
            return reply or self._unanswered()
        except (OSError, msgspec.MsgspecError) as error:
            if not self.alive():
                return Reply(ok=False, error="no worker is training this run")
            what = f"it cannot receive commands ({reason(error)})"
            return Reply(ok=False, error=f"{what}; to stop it: {self.how_to_end()}", exit=3)

    def _unanswered(self) -> Reply:
        status = self.run.status()
        is_new = status is None or status.state == "warming"
        doing = f" ({status.doing})" if status and status.doing else ""
        why = f"it is still starting{doing}" if is_new else "it is in a long step, or suspended"
        what = f"the command was sent; no answer for {PATIENCE:.0f} s: {why}"
        return Reply(ok=False, error=what, exit=3, asked=True)

    def how_to_end(self) -> str:
        """What ends a worker that hears nothing, in words."""
        status, where = self.run.status(), f" on {self.host}" if self.host else ""
        return f"kill -TERM {status.pid}{where}" if status else "end its process"

    def watch(self) -> bool:
        """Say that somebody is looking. False while the worker does not listen yet."""
        return self.send(Watch()).ok

    def is_forgotten(self) -> bool:
        """Whether to say again that we are looking: a letter holds for a while, a line for ever."""
        if self._line is not None or time.monotonic() - self._said_so < SAY_SO_EVERY:
            return False
        self._said_so = time.monotonic()
        return True

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

    def leave(self) -> None:
        """Let go of a worker that trains on when we are gone."""
        self.close()
        if self.worker:
            self.worker.returncode = self.worker.returncode or 0  # else Popen warns that it runs

    def alive(self) -> bool:
        """Whether a worker still has the run."""
        if self.worker is not None and self.worker.poll() is not None:
            return False
        return self.worker is not None or self.run.alive()

    @property
    def host(self) -> str:
        """The other machine that has the run; "" where it is this one, or none."""
        return "" if self.worker else host_of(self.run.path)

    def signal(self, number: signal.Signals) -> None:
        """Send the worker a signal: to our own child, or by the pid it keeps in its status."""
        if not self.alive() or self.host:  # there the pid is another process's
            return
        pid = self.worker.pid if self.worker else self._pid_of_status()
        if pid:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, number)

    def _pid_of_status(self) -> int | None:
        """The worker's pid; None where it is another process's by now, as after a takeover."""
        status = self.run.status()
        return status.own_pid() if status else None

    def _connected(self) -> Line:
        if self._line is None:
            status = self.run.status()
            if status is None or not status.socket:
                raise ConnectionRefusedError("it has no socket")
            self._line = Line(Path(status.socket), PATIENCE)
        return self._line


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

    def assign_run(self, run: RunFolder, *, paused: bool = False) -> Remote | None:
        """Give the spare worker this run; None where there is no spare, or it died."""
        worker, self._worker = self._worker, None
        if worker is None or worker.stdin is None:
            return None
        try:
            worker.stdin.write(msgspec.json.encode(Assignment(str(run.path), paused)) + b"\n")
            worker.stdin.close()
        except OSError:
            dismiss(worker)
            return None
        return Remote(run, worker)

    def close(self) -> None:
        """Send the spare worker home."""
        worker, self._worker = self._worker, None
        if worker is not None:
            dismiss(worker)


def dismiss(worker: "subprocess.Popen[bytes]") -> None:
    """Kill a worker that has nothing to save, and let go of it."""
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
            [sys.executable, "-P", "-m", "tui_lab.worker.begin", *arguments],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise BadEnvironment(f"no worker could be started ({said(error)})") from None


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
