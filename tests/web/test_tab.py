"""The lab in a browser's tab, without a browser: the process, and the pipes that the server has."""

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

import pytest

from tests.tools.drawing import Drawing, Size
from tui_lab.terminal.capabilities import TerminalOptions

COMMAND = (sys.executable, "-P", "-m", "tui_lab.web.tab", json.dumps(asdict(TerminalOptions())))


class Tab:
    """A lab, and what it draws."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process
        self.drawing = Drawing()
        self._lock = threading.Lock()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        while self.process.stdout.readline() not in (b"__GANGLION__\n", b""):
            pass
        while head := self.process.stdout.read(5):
            said = self.process.stdout.read(int.from_bytes(head[1:], "big"))
            if head[:1] == b"D":
                with self._lock:
                    self.drawing.feed(said)

    def send(self, kind: bytes, said: bytes) -> None:
        assert self.process.stdin
        self.process.stdin.write(kind + len(said).to_bytes(4, "big") + said)
        self.process.stdin.flush()

    def resize(self, *sizes: Size) -> None:
        """The window is drawn larger and smaller."""
        for width, height in sizes:
            said = {"type": "resize", "width": width, "height": height}
            self.send(b"M", json.dumps(said).encode())

    def is_drawn(self) -> Size:
        """What is drawn once there is something, and no more comes."""
        size, before, until = (0, 0), None, time.monotonic() + 20
        while (size == (0, 0) or size != before) and time.monotonic() < until:
            time.sleep(0.3)
            with self._lock:
                size, before = self.drawing.size, size
        return size

    def drawn_after(self, key: bytes) -> Size:
        """What is drawn anew because of this key."""
        with self._lock:
            self.drawing = Drawing()
        self.send(b"D", key)
        return self.is_drawn()

    def comes_to_fill(self, window: Size) -> bool:
        """Whether all that it draws is as large as the window: with its help, and without."""
        self.is_drawn()  # a key that comes before the first paint may be for nobody
        tries = ([self.drawn_after(key) for key in (b"?", b"q")] for _ in range(5))
        return [window, window] in tries


@contextmanager
def tab(size: Size, **exported: str) -> Iterator[Tab]:
    """A tab of this size, which textual-serve says by two variables."""
    told = {"COLUMNS": str(size[0]), "ROWS": str(size[1])}
    process = subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, **exported, **told},
    )  # fmt: skip
    lab = Tab(process)
    try:
        yield lab
    finally:
        process.kill()
        lab.reader.join()
        process.communicate()


@pytest.mark.parametrize("size", [(142, 31), (64, 20)])
def test_the_screen_of_a_tab_is_as_large_as_the_window(size: Size) -> None:
    """From the first paint on, and after each change; also where somebody exported LINES."""
    sizes = random.Random(size[0])
    many = [(sizes.randint(40, 280), sizes.randint(14, 90)) for _ in range(30)]
    with tab(size, LINES="24") as lab:
        assert lab.comes_to_fill(size)
        lab.resize((111, 37))
        assert lab.comes_to_fill((111, 37))
        lab.resize(*many)  # as while a corner of the window is dragged
        assert lab.comes_to_fill(many[-1])


def test_a_tab_that_is_resized_while_its_lab_starts_has_the_later_size() -> None:
    """The size that it was started with may be told last, and is old by then."""
    with tab((90, 30)) as lab:
        lab.resize((142, 31))
        assert lab.comes_to_fill((142, 31))
