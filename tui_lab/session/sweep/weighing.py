"""The importance of the settings, computed by a process of its own, and again as trials end."""

from __future__ import annotations

import subprocess
import sys
import time

import msgspec

from tui_lab.session.sweep.standing import Standing
from tui_lab.sweeps.importance import Importance, too_few

REST = 20.0  # seconds between two computations; each takes a core a few seconds
NOT_HERE = "cannot be computed here"
COMMAND = (sys.executable, "-P", "-m", "tui_lab.sweeps.importance")


class Weighing:
    """What is known of the importance by now."""

    def __init__(self, standing: Standing) -> None:
        self.found = Importance(why="being computed…")
        self.version = 0
        self._standing = standing
        self._process: subprocess.Popen[bytes] | None = None
        self._counted, self._began = -1, float("-inf")

    def poll(self, *, is_wanted: bool) -> None:
        """Take what is computed; begin again where more trials have ended and somebody looks."""
        if self._process is not None:
            self._take()
            return
        count = len(self._standing.scored)
        if count == self._counted or not is_wanted:
            return
        if why := too_few(count):
            self._put(Importance(trials=count, why=why), count)
        elif time.monotonic() - self._began >= REST:
            self._begin(count)

    def close(self) -> None:
        """Let go of a computation that goes on."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _begin(self, count: int) -> None:
        self._began, self._counted = time.monotonic(), count
        try:
            self._process = subprocess.Popen(
                [*COMMAND, str(self._standing.sweep.path)], stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        except OSError:
            self._put(Importance(why=NOT_HERE), count)

    def _take(self) -> None:
        process = self._process
        if process is None or process.poll() is None:
            return
        said, _ = process.communicate()
        self._process = None
        try:
            self._put(msgspec.json.decode(said, type=Importance), self._counted)
        except msgspec.MsgspecError:
            self._put(Importance(why=NOT_HERE), self._counted)

    def _put(self, found: Importance, count: int) -> None:
        self.found, self._counted = found, count
        self.version += 1
