"""Commands through the run's folder, for where the socket does not reach.

Its folder was deleted, or cleaned after ten days; no path was short enough for one; or the viewer
is on another machine. Viewers append to commands.jsonl, the worker alone to replies.jsonl. Both are
opened for each look: only so is what another machine wrote seen over a network's file system.
"""

import logging
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO, cast

import msgspec

from lessons.kit.errors import said
from tui_lab.protocol.commands import AnyCommand, Command, Listener, Reply
from tui_lab.runs.hold import RENEWED_EVERY, Hold, claim_of
from tui_lab.system.files import open_own, replace_file

COMMANDS, REPLIES = "commands.jsonl", "replies.jsonl"
LOOK_EVERY = 0.25  # seconds between two looks of a worker: one costs it 20 µs
ASK_EVERY = 0.1  # seconds between two looks of a viewer for its reply
AGAIN_AFTER = 2.0  # seconds; two machines that append at once can lose a line
MOST = 2**20  # bytes of commands; then the file begins again

log = logging.getLogger(__name__)


class Letter(msgspec.Struct, frozen=True):
    """A line of commands.jsonl: a command, and whom it is for."""

    to: str
    """The life of a worker: the next one must not obey what this one was told."""
    command: AnyCommand


class Answered(msgspec.Struct, frozen=True):
    """A line of replies.jsonl."""

    id: str
    reply: Reply


class Letterbox:
    """The worker's end."""

    def __init__(self, folder: Path, life: str) -> None:
        """Empty it: what lies there was for the worker before. Raises OSError."""
        self._commands, self._replies = folder / COMMANDS, folder / REPLIES
        self._life = life
        self._seen: tuple[int, int] | None = None
        self._done: set[str] = set()
        self._complaint = ""
        for path in (self._commands, self._replies):
            replace_file(path, b"", durable=False)

    def new(self) -> list[Command]:
        """The commands for us that were not there at the last look."""
        found: list[Command] = []
        try:
            for letter in self._letters():
                if letter.to == self._life and letter.command.id not in self._done:
                    self._done.add(letter.command.id)
                    found.append(letter.command)
        except OSError as error:
            self._complain(said(error))
        return found

    def reply(self, to: Command, reply: Reply) -> None:
        """Say what came of it. Where that cannot be written, nobody is told."""
        with suppress(OSError), _appending(self._replies) as file:
            file.write(msgspec.json.encode(Answered(to.id, reply)) + b"\n")

    def _letters(self) -> Iterator[Letter]:
        with open_own(self._commands) as file:
            found = os.fstat(file.fileno())
            seen = (found.st_size, found.st_mtime_ns)
            lines = file.read() if seen != self._seen else b""
            self._seen = seen
        if len(lines) > MOST:
            replace_file(self._commands, b"", durable=False)
        for line in lines.splitlines():
            with suppress(msgspec.MsgspecError, UnicodeDecodeError):
                yield msgspec.json.decode(line, type=Letter)

    def _complain(self, words: str) -> None:
        if words != self._complaint:
            log.warning("commands through the folder are not heard: %s", words)
        self._complaint = words


def keep_in_touch(box: Letterbox, listener: Listener, hold: Hold) -> None:
    """Start the thread that hands letters to the loop, and says that the worker is there still.

    The training thread may be in a step for an hour; this one is heard meanwhile.
    """

    def go_round() -> None:
        renewed = time.monotonic()
        while not hold.is_lost:
            for command in box.new():
                listener.hand_over(command).tell(partial(box.reply, command))
            if time.monotonic() - renewed >= RENEWED_EVERY:
                renewed = time.monotonic()
                hold.renew()
            time.sleep(LOOK_EVERY)

    threading.Thread(target=go_round, daemon=True).start()


def send(
    folder: Path, command: Command, is_alive: Callable[[], bool], patience: float
) -> Reply | None:
    """Write a command to the worker that has this run, and wait; None if it says nothing so long.

    Raises OSError where there is nobody who reads it.
    """
    claim = claim_of(folder)
    if claim is None:
        raise ConnectionRefusedError("no worker holds this run")
    letter = msgspec.json.encode(Letter(claim.life, cast(AnyCommand, command))) + b"\n"
    until = time.monotonic() + patience
    is_again = _holds(folder / COMMANDS, letter)  # then it may be answered already
    begun = 0 if is_again else (folder / REPLIES).stat().st_size
    while (now := time.monotonic()) < until:
        _write_letter(folder / COMMANDS, letter)
        while time.monotonic() < min(now + AGAIN_AFTER, until):
            if reply := _reply(folder / REPLIES, begun, command.id):
                return reply
            if not is_alive():
                return _left(_reply(folder / REPLIES, begun, command.id))
            time.sleep(ASK_EVERY)
    return None


def post(folder: Path, command: Command) -> None:
    """Write a command to the worker that has this run, and wait for nothing.

    Raises OSError where there is nobody who reads it.
    """
    claim = claim_of(folder)
    if claim is None:
        raise ConnectionRefusedError("no worker holds this run")
    letter = msgspec.json.encode(Letter(claim.life, cast(AnyCommand, command))) + b"\n"
    _write_letter(folder / COMMANDS, letter)


def _left(reply: Reply | None) -> Reply:
    """The last reply of a worker that has left. Raises ConnectionResetError where it gave none."""
    if reply is None:
        raise ConnectionResetError("the worker has left")
    return reply


def new_id() -> str:
    """A name for a command that no other has."""
    return secrets.token_hex(8)


def _write_letter(path: Path, letter: bytes) -> None:
    """Append the letter if it is not there (any more)."""
    if not _holds(path, letter):
        with _appending(path) as file:
            file.write(b"\n" + letter)  # the last writer may have died inside a line


def _holds(path: Path, letter: bytes) -> bool:
    with open_own(path) as file:
        return letter in file.read()


def _reply(path: Path, begun: int, to: str) -> Reply | None:
    with open_own(path) as file:
        file.seek(begun)
        for line in file.read().splitlines():
            with suppress(msgspec.MsgspecError, UnicodeDecodeError):
                answered = msgspec.json.decode(line, type=Answered)
                if answered.id == to:
                    return answered.reply
    return None


def _appending(path: Path) -> IO[bytes]:
    """The file, opened to append in one write. It is never made: only a worker makes it."""
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW | os.O_NONBLOCK)
    return os.fdopen(handle, "ab", buffering=0)
