"""What a fork obeys while it trains its past again: to end, to wait, to go on."""

import queue
import time
from collections.abc import Callable

from lessons.kit.data.brought import Progress
from lessons.kit.engine.race import Race
from lessons.kit.errors import Trouble
from tui_lab.protocol.commands import Listener, Pause, Play, Reply, Request, Stop
from tui_lab.system.signals import Notice
from tui_lab.worker.logbook import Logbook
from tui_lab.worker.loop import NAP, PARK_AFTER


class BrokenOffError(Trouble):
    """It is to end before it has come to where the fork begins."""


class Underway:
    """Between two steps of the way. What only a run can do waits until there is one."""

    def __init__(
        self, listener: Listener, notice: Notice, *, paused: bool = False,
        patience: float = PARK_AFTER, clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self.listener = listener
        self.notice = notice
        self.paused = paused
        """Whether the fork is to wait for a word once it is there."""
        self._halted = False
        self._waiting: list[Request] = []
        self._patience = patience
        self._clock = clock

    def watch(self, progress: Progress) -> Progress:
        """The same progress, which obeys. Raises BrokenOffError where it is to end."""

        def tell(what: str, share: float) -> None:
            progress(what, share)
            self._obey()
            since = self._clock()
            while self._halted:
                progress(f"paused while {what}", share)
                self._obey(NAP)
                if self._halted and self._is_alone(since):
                    self.notice.stop()
            if self.notice.given:
                raise BrokenOffError("stopped on the way")

        return tell

    def arrived(self, race: Race, logbook: Logbook) -> bool:
        """Hand what waited to the worker of the run; whether it is to begin paused."""
        logbook.take_up(race)
        for request in self._waiting:
            self.listener.requests.put(request)
        self._waiting.clear()
        return self.paused

    def _obey(self, patience: float | None = None) -> None:
        """Do all that was asked; wait so long for something to be asked."""
        while not self.notice.given:
            try:
                request = self.listener.requests.get(patience is not None, patience)
            except queue.Empty:
                break
            self._do(request)
            patience = None
        self._halted = self._halted and not self.notice.given

    def _do(self, request: Request) -> None:
        match request.command:
            case Play():
                self.paused = self._halted = False
            case Pause():
                self.paused = self._halted = True
            case Stop(why=why):
                self.notice.why = why
                self.notice.stop()
            case _:
                self._waiting.append(request)
                return
        request.answer(Reply())

    def _is_alone(self, since: float) -> bool:
        """Whether nobody has looked for so long that it need not hold the memory any more."""
        listener, now = self.listener, self._clock()
        looked_at = now if listener.watchers else max(listener.looked_at, since)
        return now - looked_at >= self._patience
