"""A run that has no worker, and is woken from its last checkpoint by a question."""

from __future__ import annotations

import subprocess
from contextlib import suppress

import msgspec

from lessons.kit.errors import BadEnvironment, Trouble, said
from lessons.kit.stream.events import Answer
from tui_lab.client.deaths import how_it_died
from tui_lab.client.remote import spawn
from tui_lab.protocol.commands import Ask, Command, Reply
from tui_lab.protocol.last_words import LastWords
from tui_lab.runs.folder import RunFolder
from tui_lab.state.store import Store


class WokenRun:
    """The viewer's end of `answering`: the first question starts a process, which then waits."""

    def __init__(self, run: RunFolder) -> None:
        self.run = run
        self._process: subprocess.Popen[bytes] | None = None

    def send(self, command: Command) -> Reply:
        """Ask. The first question waits for torch, and for the data to be read."""
        try:
            return self._asked(command)
        except (OSError, Trouble) as error:
            self.hang_up()
            return Reply(ok=False, error=said(error), exit=3)

    def hang_up(self) -> None:
        """Let the network sleep again."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()
        process.wait()

    def _asked(self, command: Command) -> Reply:
        if self._process is None:
            self._process = _wake(self.run)
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin and stdout
        with suppress(BrokenPipeError):  # it left early: its last words say why
            stdin.write(msgspec.json.encode(command) + b"\n")
            stdin.flush()
        return self._heard(stdout.readline())

    def _heard(self, line: bytes) -> Reply:
        """The reply; or, of a process that could not even begin, its last words."""
        if not line and self._process:
            raise BadEnvironment(how_it_died(self._process.wait()).message)
        with suppress(msgspec.MsgspecError):
            words = msgspec.json.decode(line, type=LastWords)
            raise BadEnvironment(words.error.message, words.error.fix)
        return msgspec.json.decode(line, type=Reply)


def late_answer(store: Store, asked: Ask, reply: Reply) -> Answer:
    """The answer as an event, which no stream holds."""
    start, seed = store.start, asked.seed
    variant = asked.variant or (next(iter(start.variants)) if start else "")
    return Answer(
        variant=variant, seed=seed if seed is not None else start.seeds[0] if start else 0,
        step=store.step, question=asked.text, answer=reply.text, seq=store.latest + 1,
    )  # fmt: skip


def _wake(run: RunFolder) -> subprocess.Popen[bytes]:
    if not run.checkpoint_folders():
        raise BadEnvironment(f"run {run.id} saved no network", "train it first")
    return spawn([str(run.path), "--answer"], stdin=subprocess.PIPE)
