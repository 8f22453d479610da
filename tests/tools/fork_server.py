"""The process that is forked: `python -P -m tests.tools.fork_server SOCKET`. See `forked`.

It loads what a worker and the command line load, waits, and forks. The fork leaves the waiting and
becomes what it was asked to be, from the environment to the end of the interpreter.
"""

from __future__ import annotations

import atexit
import gc
import io
import json
import os
import runpy
import select
import shutil
import signal
import socket
import sys
import threading
from contextlib import suppress
from importlib import import_module
from pathlib import Path

LOADED = (
    "lessons.kit.engine.race", "tui_lab.cli.main", "tui_lab.cli.training", "tui_lab.cli.tables",
    "tui_lab.worker.main", "tui_lab.worker.answers", "tui_lab.worker.limits",
    "tui_lab.worker.logbook", "tui_lab.worker.loop", "tui_lab.worker.retrace",
    "sklearn.datasets", "sklearn.linear_model",  # 1.7 s in each fork whose lesson reads the digits
)  # fmt: skip

Job = tuple[list[str], dict[str, str], str, bool, list[int]]
"""Arguments, environment, folder, whether in a session of its own, and the three streams."""


def wait(listener: socket.socket, place: Path) -> Job | None:
    """Fork whenever asked to. In the fork: what to do. In the server, at its end: None."""
    alarm, ring = os.pipe()
    os.set_blocking(ring, False)
    os.set_blocking(alarm, False)
    signal.set_wakeup_fd(ring)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    living: dict[int, socket.socket] = {}
    while True:
        ready, _, _ = select.select([listener, alarm, 0], [], [])
        if listener in ready:
            asked, _ = listener.accept()
            job = _read(asked)
            pid = os.fork()
            if not pid:
                for each in (listener, asked, *living.values()):
                    each.close()
                _forget(alarm, ring)
                return job
            living[pid] = asked
            for stream in job[4]:
                os.close(stream)
            asked.sendall(b"%d\n" % pid)
        if alarm in ready:
            with suppress(BlockingIOError):
                os.read(alarm, 4096)
        _bury(living)
        if 0 in ready:  # whoever started us is gone
            shutil.rmtree(place.parent, ignore_errors=True)
            return None


def _read(asked: socket.socket) -> Job:
    said, streams, _, _ = socket.recv_fds(asked, 1 << 20, 3)
    while not said.endswith(b"\n"):
        said += asked.recv(1 << 20)
    arguments, environment, folder, own_session = json.loads(said)
    return arguments, environment, folder, own_session, streams


def _bury(living: dict[int, socket.socket]) -> None:
    """Tell of every fork that has ended, how it did."""
    with suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            asked = living.pop(ended[0])
            with suppress(OSError):  # nobody waits for it any more
                asked.sendall(b"%d\n" % ended[1])
            asked.close()


def _forget(alarm: int, ring: int) -> None:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.close(alarm)
    os.close(ring)


def become(job: Job) -> None:
    """Be the process that was asked for, to its end."""
    arguments, environment, folder, own_session, streams = job
    if own_session:
        os.setsid()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    _open_streams()
    if arguments[0] == "-c":
        sys.path.insert(0, "")
        sys.argv = ["-c", *arguments[2:]]
        exec(arguments[1], {"__name__": "__main__"})
    else:
        sys.argv = arguments[arguments.index("-m") + 1 :]
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def _open_streams() -> None:
    """As Python opens its own when it begins: by lines where a person looks on."""
    sys.stdin, sys.stdout, sys.stderr = (
        io.TextIOWrapper(
            open(number, mode + "b", closefd=False),  # noqa: SIM115
            encoding=old.encoding, errors=old.errors,
            line_buffering=number == 2 or os.isatty(number),
        )
        for number, (mode, old) in enumerate(
            [("r", sys.stdin), ("w", sys.stdout), ("w", sys.stderr)]
        )
    )  # fmt: skip
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr


def _code_of(job: Job) -> int:
    """What the process that was asked for leaves with; it says why, as the interpreter does."""
    try:
        become(job)
    except SystemExit as left:
        if left.code is None or isinstance(left.code, int):
            return left.code or 0
        print(left.code, file=sys.stderr)
        return 1
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__)
        if isinstance(error, KeyboardInterrupt):
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.kill(os.getpid(), signal.SIGINT)
        return 1
    return 0


def leave(code: int) -> None:
    """End as the interpreter does, without taking apart what torch has loaded: 0.2 s of CPU."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def main() -> None:
    """Load, say so, and serve."""
    place = Path(sys.argv[1])
    for module in LOADED:
        import_module(module)
    from tests.tools import forked
    from tui_lab.cli import lint
    from tui_lab.client import remote

    forked._at_start()
    forked.server = place  # a fork has its own processes forked here too
    remote.subprocess = lint.subprocess = forked.stand_in
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(place))
    listener.listen(64)
    gc.collect()
    gc.freeze()
    print("ready", flush=True)
    if job := wait(listener, place):
        leave(_code_of(job))


if __name__ == "__main__":
    main()
