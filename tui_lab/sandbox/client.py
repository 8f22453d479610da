"""The lab's end of a sandbox: jobs in, outcomes out."""

from __future__ import annotations

import threading

import msgspec

from lessons.kit.errors import BadEnvironment
from tui_lab.sandbox.job import Job, Outcome
from tui_lab.system.lines import Answering

SERVER = "tui_lab.sandbox.server"


class Sandbox(Answering):
    """A process that does jobs in children under limits, with these modules loaded once.

    It begins to load at once, and nothing waits for it before the first job. Usable from any
    thread; one job at a time.
    """

    def __init__(self, *loaded: str) -> None:
        super().__init__(SERVER, *loaded)
        self._turn = threading.Lock()
        self.begin()

    def run(self, job: Job) -> Outcome:
        """Do a job and wait for its outcome. Raises BadEnvironment where it cannot."""
        with self._turn:
            line = self.answer(msgspec.json.encode(job))
            if line == b"{}\n":  # it says once that it has loaded
                line = self.next_line()
            try:
                return msgspec.json.decode(line, type=Outcome)
            except msgspec.MsgspecError:
                what = f"the process that checks ended with exit code {self.code()}"
                raise BadEnvironment(what, "try again; dl-lab doctor looks at torch") from None

    def cancel(self) -> None:
        """End the job that is being done: its outcome is `left`."""
        if self._turn.locked():
            self.tell(b"")

    def close(self) -> None:
        """End it, with the job that is being done."""
        self.cancel()
        super().close()
