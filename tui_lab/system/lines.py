"""A process that has its modules loaded, and answers lines with lines."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from types import TracebackType
from typing import Self

from lessons.kit.errors import BadEnvironment, said


class Answering:
    """`python -m MODULE ARGUMENTS`, which reads requests on stdin and replies on stdout.

    It is started when it is first needed, and again where it has ended. `close` may be called from
    another thread than the one that waits for an answer, which is empty then.
    """

    def __init__(self, module: str, *arguments: str) -> None:
        self._command = [sys.executable, "-P", "-m", module, *arguments]
        self._process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Have it load its modules now. Raises BadEnvironment where no process can be started."""
        if self._process is not None and self._process.poll() is None:
            return
        self.close()
        try:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            raise BadEnvironment(f"no process could be started ({said(error)})") from None

    def answer(self, line: bytes) -> bytes:
        """The line that answers this one; b"" where it ended. Raises BadEnvironment as `begin`."""
        self.begin()
        self.tell(line)
        return self.next_line()

    def tell(self, line: bytes) -> None:
        """Write a line; one that has ended hears nothing."""
        with suppress(OSError, ValueError):
            if self._process and self._process.stdin:
                self._process.stdin.write(line + b"\n")
                self._process.stdin.flush()

    def next_line(self) -> bytes:
        """What it says next; b"" where it has ended."""
        with suppress(OSError, ValueError):
            if self._process and self._process.stdout:
                return self._process.stdout.readline()
        return b""

    def code(self) -> int:
        """Its exit code, after an empty answer."""
        return self._process.wait() if self._process else 0

    def close(self) -> None:
        """End it, whatever it is doing."""
        process = self._process
        if process is None:
            return
        process.kill()
        process.wait()
        for end in (process.stdin, process.stdout):
            with suppress(OSError, ValueError):
                if end:
                    end.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()
