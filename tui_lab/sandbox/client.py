"""The lab's end of a sandbox: jobs in, outcomes out."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import suppress
from types import TracebackType

import msgspec

from lessons.kit.errors import BadEnvironment
from tui_lab.sandbox.job import Job, Outcome

SERVER = "tui_lab.sandbox.server"


class Sandbox:
    """A process that does jobs in children under limits, with these modules loaded once.

    It begins to load at once, and nothing waits for it before the first job. Usable from any
    thread; one job at a time.
    """

    def __init__(self, *loaded: str) -> None:
        self._loaded = loaded
        self._turn = threading.Lock()
        self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", SERVER, *self._loaded],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip

    def run(self, job: Job) -> Outcome:
        """Do a job and wait for its outcome. Raises BadEnvironment where it cannot."""
        with self._turn:
            if self._process.poll() is not None:
                self._process = self._start()
            try:
                return self._asked(msgspec.json.encode(job))
            except (OSError, msgspec.MsgspecError):
                what = f"the process that checks ended with exit code {self._process.wait()}"
                raise BadEnvironment(what, "try again; dl-lab doctor looks at torch") from None

    def _asked(self, line: bytes) -> Outcome:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin and stdout
        stdin.write(line + b"\n")
        stdin.flush()
        answer = stdout.readline()
        if answer == b"{}\n":  # it says once that it has loaded
            answer = stdout.readline()
        return msgspec.json.decode(answer, type=Outcome)

    def cancel(self) -> None:
        """End the job that is being done: its outcome is `left`."""
        with suppress(OSError, ValueError):
            if self._turn.locked() and self._process.stdin:
                self._process.stdin.write(b"\n")
                self._process.stdin.flush()

    def close(self) -> None:
        """End it, with the job that is being done."""
        process = self._process
        self.cancel()
        process.kill()
        process.wait()
        for end in (process.stdin, process.stdout):
            with suppress(OSError, ValueError):
                if end:
                    end.close()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()
