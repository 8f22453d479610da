"""What viewers may tell a worker, and the socket it goes through: one JSON object a line.

Every command gets one reply. A line that is no command, or longer than 64 KiB, closes that
connection and nothing else. Where the socket does not reach, `letters` has another way.
"""

import os
import queue
import socket
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from tui_lab.system.files import make_private

LONGEST_LINE = 65_536
REMEMBERED = 1000  # commands whose replies are kept, should one of them come again


class Command(msgspec.Struct, frozen=True, tag_field="do", kw_only=True, omit_defaults=True):
    """The base of all commands."""

    id: str = ""
    """Its own: a command that arrives twice, or by two ways, is done once."""


class Play(Command, frozen=True, tag="play"):
    """Train until told otherwise."""


class Pause(Command, frozen=True, tag="pause"):
    """Stop between two steps, ready to go on."""


class StepOn(Command, frozen=True, tag="step"):
    """Train this many steps, then pause. Every picture is shown."""

    count: int = 1


class GoAt(Command, frozen=True, tag="pace"):
    """Train at this many steps a second at most; 0 is full speed. No figure changes."""

    rate: float = 0.0


class Stop(Command, frozen=True, tag="stop"):
    """End the run after this step: write a checkpoint and the report."""

    why: str = ""
    """Said at the end of the run, where it is not a person who stops it."""


class Set(Command, frozen=True, tag="set"):
    """Turn a live setting."""

    name: str
    value: bool | int | float | str


class Ask(Command, frozen=True, tag="ask"):
    """Ask a network something."""

    text: str
    variant: str | None = None
    seed: int | None = None
    settings: dict[str, bool | int | float | str] = {}
    """Live settings for this one answer."""


class Checkpoint(Command, frozen=True, tag="checkpoint"):
    """Save everything now."""


class Watch(Command, frozen=True, tag="watch"):
    """Somebody is looking: as long as this connection is open, a paused run is not parked."""


class Reply(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a command led to: an answer's text, or an error in words."""

    ok: bool = True
    error: str = ""
    text: str = ""
    exit: int = 2
    """What the shell is to be told of an error: 3 where data or machine are at fault."""
    asked: bool = False
    """Whether an error is only that no answer came in time: the command may still be done."""


AnyCommand = Play | Pause | StepOn | GoAt | Stop | Set | Ask | Checkpoint | Watch

_decoder: msgspec.json.Decoder[Command] = msgspec.json.Decoder(AnyCommand)


class Request:
    """A command on its way to the training loop, and the place its reply goes."""

    def __init__(self, command: Command) -> None:
        self.command = command
        self._reply: Reply | None = None
        self._waiting: list[Callable[[Reply], None]] = []
        self._lock = threading.Lock()

    def answer(self, reply: Reply) -> None:
        """Tell the one who asked."""
        with self._lock:
            self._reply = reply
            waiting, self._waiting = self._waiting, []
        for then in waiting:
            then(reply)

    def tell(self, then: Callable[[Reply], None]) -> None:
        """Have this called with the reply: at once, or by the loop that gives it."""
        with self._lock:
            if (reply := self._reply) is None:
                self._waiting.append(then)
                return
        then(reply)

    def wait(self) -> Reply:
        """The reply, once the loop gives it."""
        reply: queue.SimpleQueue[Reply] = queue.SimpleQueue()
        self.tell(reply.put)
        return reply.get()


class Listener:
    """The worker's end: a thread a viewer, all commands in one queue."""

    def __init__(self, path: Path | None) -> None:
        """Listen there; without a path only to what is handed over. Raises OSError."""
        self.path = path
        self.requests: queue.SimpleQueue[Request] = queue.SimpleQueue()
        self.watchers = 0
        self.looked_at = 0.0
        """When somebody without a connection said that they look, by the clock of `monotonic`."""
        self._known: OrderedDict[str, Request] = OrderedDict()
        self._lock = threading.Lock()
        self._socket = socket.socket(socket.AF_UNIX)
        try:
            if path:
                self._listen(path)
        except OSError:
            self._socket.close()
            raise

    @property
    def address(self) -> str:
        """Where viewers find the socket; "" where there is none."""
        return str(self.path) if self.path else ""

    def hand_over(self, command: Command) -> Request:
        """Queue a command, whichever way it came; one that is known already is the same request."""
        with self._lock:
            if command.id and (known := self._known.get(command.id)):
                return known
            request = Request(command)
            if command.id:
                self._known[command.id] = request
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        if isinstance(command, Watch):
            self.looked_at = time.monotonic()
            request.answer(Reply())
        else:
            self.requests.put(request)
        return request

    def close(self) -> None:
        """Listen no more."""
        if self.path:
            self.path.unlink(missing_ok=True)
        self._socket.close()

    def _listen(self, path: Path) -> None:
        make_private(path.parent)
        path.unlink(missing_ok=True)
        before = os.umask(0o177)  # the socket is its owner's alone from its first moment
        try:
            self._socket.bind(str(path))
        finally:
            os.umask(before)
        self._socket.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while self._socket.fileno() >= 0:
            try:
                connection, _ = self._socket.accept()
            except OSError:  # closed, or too many connections: look again
                time.sleep(0.1)
                continue
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        watching = False
        with connection, suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError):
            try:
                for line in lines(connection):
                    command = _decoder.decode(line)
                    if isinstance(command, Watch) and not watching:
                        watching = True
                        self._count(+1)
                    reply = self.hand_over(command).wait()
                    connection.sendall(msgspec.json.encode(reply) + b"\n")
            finally:
                self._count(-watching)

    def _count(self, change: int) -> None:
        with self._lock:
            self.watchers += change


def lines(connection: socket.socket) -> Iterator[bytes]:
    """The lines that come in. Raises OSError for one longer than 64 KiB."""
    waiting = b""
    while chunk := connection.recv(LONGEST_LINE):
        *whole, waiting = (waiting + chunk).split(b"\n")
        yield from whole
        if len(waiting) > LONGEST_LINE:
            raise OSError("line too long")


class Line:
    """A viewer's end of the socket."""

    def __init__(self, path: Path, timeout: float = 10.0) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(timeout)
        try:
            self._socket.connect(str(path))
        except OSError:
            self._socket.close()
            raise
        self._lines = lines(self._socket)

    def send(self, command: Command) -> Reply:
        """Send a command and wait for its reply. Raises OSError if nobody is there any more."""
        self._socket.sendall(msgspec.json.encode(command) + b"\n")
        line = next(self._lines, None)
        if line is None:
            raise ConnectionResetError("the worker closed the connection")
        return msgspec.json.decode(line, type=Reply)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()
