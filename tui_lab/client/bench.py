"""Steps of a run taken apart in a process of their own, one after the other: the viewer's end."""

from __future__ import annotations

import subprocess
from contextlib import suppress

import msgspec

from lessons.kit.stream.apart import Apart
from tui_lab.client.choice import chosen
from tui_lab.client.explain import refusal
from tui_lab.client.remote import dismiss, spawn
from tui_lab.protocol.explain import ExplainRequest
from tui_lab.runs.begun import only, whose
from tui_lab.runs.folder import RunFolder
from tui_lab.trust.permission import lesson_of, require_run


class Bench:
    """One network of a run. It trains on from step to step, and the run knows nothing of it."""

    def __init__(self, run: RunFolder, asked: ExplainRequest) -> None:
        self.run, self.asked = run, asked
        self._process: subprocess.Popen[bytes] | None = None
        self._trained: RunFolder | None = None
        """The run whose step it is: of a fork's past the one that it left."""
        self._is_closed = False

    def take(self, step: int) -> Apart:
        """Take a step apart. Waits for torch, the data and the steps on the way. Raises Trouble.

        The step after the last one that was taken comes at once.
        """
        run = whose(self.run, step)
        is_next = self._process is not None and step == self.asked.step + 1
        self.asked = msgspec.structs.replace(self.asked, step=step)
        if not is_next or run is not self._trained:
            self._begin(run)
        else:
            self._ask_for_next()
        return self._heard()

    def close(self) -> None:
        """Nobody waits any more; a `take` that waits ends."""
        self._is_closed = True
        self._end()

    def _begin(self, run: RunFolder) -> None:
        self._end()
        require_run(run, run.plan)
        only(run.plan, self.asked)
        request = msgspec.json.encode(self.asked).decode()
        self._process = spawn([str(run.path), "--apart", request], stdin=subprocess.PIPE)
        self._trained = run
        if self._is_closed:
            self._end()

    def _ask_for_next(self) -> None:
        stdin = self._process.stdin if self._process else None
        with suppress(OSError):  # it left early: its last words say why
            if stdin:
                stdin.write(b"next\n")
                stdin.flush()

    def _heard(self) -> Apart:
        process = self._process
        line = process.stdout.readline() if process and process.stdout else b""
        try:
            return msgspec.json.decode(line, type=Apart)
        except msgspec.MsgspecError:
            code = process.wait() if process else 0
            self._end()
            raise refusal(line, code) from None

    def _end(self) -> None:
        """The process does not outlive our waiting: the steps on the way may be many."""
        process, self._process = self._process, None
        if process is not None:
            dismiss(process)


def step_apart(name: str | None, step: int, variant: str | None, seed: int | None) -> Apart:
    """`dl-lab explain --apart`: a step taken apart."""
    run = chosen(name, "explain")
    plan, lesson = run.plan, lesson_of(run)
    who = variant or lesson.default_variant(plan.variants)
    bench = Bench(run, ExplainRequest(step, who, plan.seeds[0] if seed is None else seed))
    try:
        return bench.take(step)
    finally:
        bench.close()
