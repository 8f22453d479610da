"""Processes of the lab as forks of one that has torch loaded: 0.05 s of CPU each instead of 2.

They are real processes, with a pid, signals, pipes, a folder and an environment of their own; only
the loading of Python and torch is done before. A test that is about this loading is marked `fresh`,
and its processes are started as usual. So is every process whose interpreter would not be as the
one that is forked: with other flags, or with another PYTHONPATH.
"""

from __future__ import annotations

import fcntl
import json
import os
import select
import socket
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

THE_PROGRAM = "from tui_lab.__main__ import main; main()"
FORKABLE = (
    ("-c", THE_PROGRAM),
    ("-P", "-m", "tui_lab.worker.begin"),
    ("-P", "-m", "tui_lab.contract.begin"),
    ("-P", "-m", "tui_lab.clinic.begin"),
)
"""What follows the interpreter in commands that may be forked."""
OF_THE_INTERPRETER = (
    "PYTHON", "LC_", "LANG", "LD_", "OMP_", "MKL_", "OPENBLAS_", "TORCH", "PYTORCH_", "CUDA_",
)  # fmt: skip
"""Variables with these beginnings are read when Python or torch is loaded, and not again."""

allowed = True
server: Path | None = None
"""The socket of the process that is forked, once there is one."""
shared: Path | None = None
"""A folder of all the processes of this run of the tests; None where there is but one."""


def interpreted_alike(environment: dict[str, str]) -> dict[str, str]:
    """What of an environment is read while Python and torch load."""
    return {k: v for k, v in environment.items() if k.startswith(OF_THE_INTERPRETER)}


class Forked(subprocess.Popen[Any]):
    """A process that the server forked: it is not our child, so the server tells how it ended."""

    def _execute_child(  # type: ignore[override]
        self, args: list[str], executable: Any, preexec_fn: Any, close_fds: Any, pass_fds: Any,
        cwd: Any, env: dict[str, str] | None, startupinfo: Any, creationflags: Any, shell: Any,
        p2cread: int, p2cwrite: int, c2pread: int, c2pwrite: int, errread: int, errwrite: int,
        restore_signals: Any, gid: Any, gids: Any, uid: Any, umask: Any,
        start_new_session: bool, process_group: Any,
    ) -> None:  # fmt: skip
        sys.audit("subprocess.Popen", executable, args, cwd, env)  # as where it is started
        environment = dict(os.environ if env is None else env)
        job = json.dumps([args[1:], environment, str(cwd or Path.cwd()), start_new_session])
        ours = [p2cread, c2pwrite, errwrite]
        fds = [given if given != -1 else n for n, given in enumerate(ours)]
        self._told = socket.socket(socket.AF_UNIX)
        self._told.connect(str(server or started()))
        socket.send_fds(self._told, [job.encode() + b"\n"], fds)
        self._words = self._told.makefile("rb")
        self.pid = int(self._words.readline())
        self._child_created = True
        self._close_pipe_fds(p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite)  # type: ignore[attr-defined]

    def _try_wait(self, flags: int) -> tuple[int, int]:
        if flags & os.WNOHANG and not select.select([self._told], [], [], 0)[0]:
            return 0, 0
        return self.pid, int(self._words.readline() or os.W_EXITCODE(1, 0))

    @property
    def returncode(self) -> int | None:
        """How it ended; None while it runs."""
        return self._ended

    @returncode.setter
    def returncode(self, code: int | None) -> None:
        """A worker that is left to train on is given one while it runs: nobody asks after it."""
        self._ended = code
        if code is not None:
            self._words.close()
            self._told.close()

    def _internal_poll(self, *_: Any, **__: Any) -> int | None:
        if self.returncode is None and self._waitpid_lock.acquire(False):  # type: ignore[attr-defined]
            try:
                if self.returncode is None and (ended := self._try_wait(os.WNOHANG))[0]:
                    self._handle_exitstatus(ended[1])  # type: ignore[attr-defined]
            finally:
                self._waitpid_lock.release()  # type: ignore[attr-defined]
        return self.returncode


def popen(command: list[str], **how: Any) -> subprocess.Popen[Any]:
    """Fork this process where that is the same; else start it."""
    if allowed and _is_forkable(command, how):
        return Forked(command, **how)
    return subprocess.Popen(command, **how)


def _is_forkable(command: list[str], how: dict[str, Any]) -> bool:
    environment = how.get("env") or os.environ
    return (
        command[0] == sys.executable
        and any(tuple(command[1 : 1 + len(start)]) == start for start in FORKABLE)
        and interpreted_alike(environment) == _at_start()
    )


@cache
def _at_start() -> dict[str, str]:
    return interpreted_alike(dict(os.environ))


def started() -> Path:
    """The socket of the server, which is started now unless another process of these tests has."""
    global server
    _at_start()
    if shared is None:
        server = _begun(Path(tempfile.gettempdir()))
        return server
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        server = _known(shared) or _begun(shared)
        (shared / "place").write_text(str(server))
    return server


def _known(folder: Path) -> Path | None:
    """The server that there is already, held from now on by us too."""
    try:
        place = Path((folder / "place").read_text())
        _held.append(os.open(place.parent / "alive", os.O_WRONLY | os.O_NONBLOCK))
    except OSError:  # none yet, or it has left
        return None
    return place


def _begun(folder: Path) -> Path:
    """A server that leaves when nobody holds the other end of its stdin any more."""
    place = Path(tempfile.mkdtemp(prefix="dl-lab-tests-", dir=folder)) / "socket"
    alive = place.parent / "alive"
    os.mkfifo(alive)
    stdin = os.open(alive, os.O_RDONLY | os.O_NONBLOCK)
    _held.append(os.open(alive, os.O_WRONLY))
    command = [sys.executable, "-P", "-m", "tests.tools.fork_server", str(place)]
    process = subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE)
    os.close(stdin)
    assert process.stdout
    assert process.stdout.readline(), "the fork server did not start"
    process.stdout.close()
    process.returncode = 0  # it may stay longer than we do: nobody is to ask after it
    return place


_held: list[int] = []
"""While one of these is open, in us or in another process of these tests, the server stays."""


def stop() -> None:
    """Let go of the server."""
    global server
    while _held:
        os.close(_held.pop())
    server = None


stand_in = SimpleNamespace(
    Popen=popen, PIPE=subprocess.PIPE, DEVNULL=subprocess.DEVNULL, STDOUT=subprocess.STDOUT
)
"""In place of `subprocess` in the one module that starts workers."""
