"""How Textual draws on a terminal that may go away, as one at the end of an ssh line does."""

import signal
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any

from textual.drivers.linux_driver import LinuxDriver


class MayGoAway:
    """A terminal to write to; once it is gone that is told, and what is written is dropped.

    Textual writes in a thread, and waits for it where 30 frames are waiting. An error ends that
    thread: with the frames of a line that stalled before it dropped, the wait would have no end.
    """

    def __init__(self, terminal: IO[str], gone: Callable[[], None]) -> None:
        self._terminal = terminal
        self._gone = gone

    def write(self, text: str) -> None:
        """Write it, if somebody is there."""
        try:
            self._terminal.write(text)
        except OSError:
            self._gone()

    def flush(self) -> None:
        """Send what was written, if somebody is there."""
        try:
            self._terminal.flush()
        except OSError:
            self._gone()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._terminal, name)


class TerminalDriver(LinuxDriver):
    """Textual's driver for terminals, which leaves when the line is dropped.

    Not by the signal alone: of many keys that wait the loop's own pipe may be full, and the
    signal is lost. A viewer that stays would watch its run for ever, and it would never be parked.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._file: Any = MayGoAway(self._file, self._hang_up)

    def _hang_up(self) -> None:
        """Leave as on SIGHUP: the runs go on. Called from the thread that writes."""
        app: Any = self._app
        with suppress(RuntimeError):  # the loop is over: so are we
            self._loop.call_soon_threadsafe(app.detach, 128 + signal.SIGHUP)
