"""What the first paint may cost, and how the lab is left when nobody asks."""

import errno
import io
import os
import pty
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.drivers._writer_thread import WriterThread

from tui_lab.terminal.driver import MayGoAway

FIRST_PAINT = """
import asyncio, sys
import tui_lab.screens.lesson.screen
from tui_lab.app.lab import LabApp

# Due 0.2 s after: a slow machine is not there yet.
tui_lab.screens.lesson.screen.preload = lambda: None

class Watched(LabApp):
    def on_mount(self):
        super().on_mount()
        self.call_after_refresh(self.report)

    def report(self):
        print(*sorted({"torch", "sklearn", "plotext", "numpy"} & sys.modules.keys()), sep=",")

async def paint(**what):
    async with Watched(**what).run_test(size=(120, 40)) as pilot:
        await pilot.pause()

asyncio.run(paint())
asyncio.run(paint(lesson="lesson3"))
"""


def test_first_paint_needs_neither_torch_nor_plotext() -> None:
    """The menu, and a lesson that has not run, are drawn by what a terminal needs."""
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT], capture_output=True, text=True, check=True
    )

    assert ["", ""] == done.stdout.splitlines()


@contextmanager
def lab(home: Path) -> Iterator[tuple[int, int]]:
    """The lab on a terminal of its own: its pid, and the terminal's other end."""
    pid, terminal = pty.fork()
    if pid == 0:
        environment = os.environ | {"TERM": "xterm-256color", "DL_LAB_DIR": str(home)}
        code = (
            "import sys; from tui_lab.app.lab import LabApp; a = LabApp(); a.run(); "
            "sys.exit(a.return_code)"
        )
        os.execve(sys.executable, [sys.executable, "-c", code], environment)
    try:
        wait_for(terminal, b"LESSONS")
        yield pid, terminal
    finally:
        end(pid)
        os.close(terminal)


def end(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    except (ProcessLookupError, ChildProcessError):
        pass


def wait_for(terminal: int, text: bytes) -> bytes:
    """Read until this was drawn."""
    seen, until = b"", time.monotonic() + 20
    while text not in seen and time.monotonic() < until:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                seen += os.read(terminal, 65_536)
            except OSError:
                break
    assert text in seen
    return seen


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_restores_the_terminal_and_is_told_by_the_exit_code(
    home: Path, number: signal.Signals, code: int
) -> None:
    """Not a raw terminal and a traceback."""
    with lab(home) as (pid, terminal):
        os.kill(pid, number)
        wait_for(terminal, b"\x1b[?1049l")  # back to the screen that was there before
        _, status = os.waitpid(pid, 0)

    assert code == os.waitstatus_to_exitcode(status)


class Dropped(io.StringIO):
    """A terminal whose line was dropped."""

    def write(self, text: str) -> int:
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def test_a_line_that_stalls_and_drops_ends_the_lab() -> None:
    """However many frames wait for it: none waits for ever, and somebody is told."""
    told = threading.Event()
    terminal: Any = MayGoAway(Dropped(), told.set)
    writer = WriterThread(terminal)
    writer.start()
    frames = threading.Thread(
        target=lambda: [writer.write("frame") for _ in range(99)], daemon=True
    )
    frames.start()
    frames.join(20)

    assert not frames.is_alive()
    assert told.is_set()
    writer.stop()


def test_ctrl_z_suspends_and_fg_comes_back(home: Path) -> None:
    """The shell gets its terminal; training would go on."""
    with lab(home) as (pid, terminal):
        os.write(terminal, b"\x1a")
        wait_for(terminal, b"\x1b[?1049l")
        until = time.monotonic() + 5
        while state_of(pid) != "T" and time.monotonic() < until:
            time.sleep(0.02)
        assert "T" == state_of(pid)
        os.kill(pid, signal.SIGCONT)
        wait_for(terminal, b"LESSONS")


def state_of(pid: int) -> str:
    """R, S, T … as the kernel calls it."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
