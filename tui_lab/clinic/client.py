"""The lab's end of the process that trains cases. It is started when it is first needed."""

from __future__ import annotations

import subprocess
import sys
from types import TracebackType

import msgspec

from lessons.kit.errors import BadEnvironment, Trouble, said
from tui_lab.client.deaths import how_it_died
from tui_lab.client.remote import dismiss
from tui_lab.clinic.messages import Reply, Request
from tui_lab.protocol.last_words import words_in


class Attendant:
    """A process that has torch loaded, and answers one request after the other."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Attendant:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()

    def ask(self, request: Request) -> Reply:
        """Wait for the answer. Raises Trouble."""
        process = self._begun()
        assert process.stdin
        assert process.stdout
        try:
            process.stdin.write(msgspec.json.encode(request) + b"\n")
            process.stdin.flush()
        except OSError:
            pass  # it has died: the next line says how
        line = process.stdout.readline()
        if words := words_in(line):
            trouble = Trouble(words.error.message, words.error.fix)
            trouble.exit_code = words.exit
            raise trouble
        try:
            reply: Reply = msgspec.json.decode(line, type=Reply)
        except msgspec.MsgspecError:
            code = process.wait()
            self._process = None
            raise BadEnvironment(f"{how_it_died(code).message}", "try it again") from None
        return reply

    def prepare(self) -> None:
        """Have it load torch now. Raises BadEnvironment where no process can be started."""
        self._begun()

    def close(self) -> None:
        """End the process, also in the middle of a training."""
        process, self._process = self._process, None
        if process is not None:
            dismiss(process)

    def _begun(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            command = [sys.executable, "-P", "-m", "tui_lab.clinic.begin"]
            try:
                self._process = subprocess.Popen(
                    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL, start_new_session=True,
                )  # fmt: skip
            except OSError as error:
                raise BadEnvironment(f"no process could be started ({said(error)})") from None
        return self._process
