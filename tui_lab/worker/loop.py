"""The loop around the loops: trains a race and obeys its viewers.

One thread. Between two ticks it looks for commands; paused, it waits for one.
"""

import logging
import queue
import time
from collections.abc import Callable
from typing import Any

from lessons.kit.engine.race import Race
from lessons.kit.errors import Trouble, visible
from lessons.kit.page.mistakes import told
from lessons.kit.stream.events import Control, End, Event, State
from tui_lab.protocol.commands import (
    Ask,
    Checkpoint,
    Command,
    GoAt,
    Listener,
    Pause,
    Play,
    Reply,
    Request,
    Set,
    StepOn,
    Stop,
)
from tui_lab.system.signals import Notice
from tui_lab.system.time_limit import TimeLimit
from tui_lab.worker.limits import Forecast
from tui_lab.worker.logbook import BATCH, Logbook
from tui_lab.worker.slow_motion import SlowMotion

PARK_AFTER = 600.0  # seconds that a paused run waits for somebody to look
UNNOTICED = 0.005  # seconds of steps between two looks for commands
NAP = 0.25  # seconds a paused run waits for a command before it beats again

log = logging.getLogger(__name__)


class Training:
    """One run being trained."""

    def __init__(
        self, race: Race, logbook: Logbook, listener: Listener,
        *, limit: TimeLimit | None = None, paused: bool = False, park_after: float = PARK_AFTER,
        notice: Notice | None = None,
    ) -> None:  # fmt: skip
        self.race = race
        self.logbook = logbook
        self.listener = listener
        self.forecast = Forecast(race)
        self.slow_motion = SlowMotion(listener)
        self.notice = notice or Notice()
        self.state = "paused" if paused else "playing"
        self._park_after = park_after
        self._steps_left: int | None = None
        """Steps to train before pausing again; None is to go on."""
        self._limit = limit or TimeLimit(race.plan.max_seconds)
        self._looked_at = time.monotonic()
        self.require_all: Callable[[], None] = lambda: None
        """Raises LostRankError where a process that shares the batches is gone."""

    @property
    def stop_asked(self) -> bool:
        """Whether somebody wants it to end after this step."""
        return self.notice.given

    def go(self) -> End | None:
        """Train to the end, or until told to stop; None if the run parked itself.

        Raises OSError when the run can no longer be recorded.
        """
        self._tell()
        while self.state != "parked" and not self._done():
            self._obey()
            if self.state == "playing" and not self.stop_asked and not self._wait:
                self._tick()
        if self.state == "parked":
            return None
        if self.stop_asked:
            self.require_all()  # torchrun asks the rest to stop where one is lost
        return self.logbook.close(interrupted=self.stop_asked, why=self.notice.fault)

    @property
    def _wait(self) -> float:
        """Seconds to wait for a command before anything else is done."""
        if self.state == "paused":
            return NAP
        by_hand = self._steps_left is not None
        return 0.0 if by_hand else min(self.slow_motion.wait, NAP)

    def _done(self) -> bool:
        return self.race.over or self.stop_asked or self._limit.over

    def _tick(self) -> None:
        if self._steps_left is not None or self.slow_motion.shows_each:
            self.race.show_next()
        happened = self._trained()
        self.slow_motion.stepped()
        told = [] if self.slow_motion.is_on else self.forecast.after_tick()
        self.logbook.tick([*happened, *told], self.state)
        if self.slow_motion.wait >= BATCH:
            self.logbook.write()  # who watches sees this step now, and not with the next one
        if self._steps_left is not None:
            self._steps_left -= 1
            if self._steps_left <= 0:
                self._become("paused")

    def _trained(self) -> list[Event]:
        """Train a step, or of short ones as many as nobody would notice; what happened in the last.

        To look for commands, for the disk and for the end costs a step of 0.1 ms a fifth of itself.
        """
        until = time.monotonic() + UNNOTICED
        while True:
            happened = self.race.tick()
            one_by_one = self._steps_left is not None or self.slow_motion.is_on
            if happened or one_by_one or self.stop_asked or time.monotonic() >= until:
                return happened

    def _obey(self) -> None:
        """Do all that was asked; paused or slowed down, wait a little for something to be asked."""
        while not self.stop_asked:
            wait = self._wait
            try:
                request = self._next_request(wait)
            except queue.Empty:
                if wait:
                    self._idle()
                return
            self._answer(request)

    def _next_request(self, wait: float) -> Request:
        """What is asked next. Slow motion takes none of the time that the run may take."""
        if self.state == "paused" or not wait:
            return self.listener.requests.get(bool(wait), wait or None)
        with self._limit.suspended():
            return self.listener.requests.get(True, wait)

    def _idle(self) -> None:
        """Waiting, and nobody said anything: beat, and see whether anybody still looks."""
        self.logbook.beat(self.state)
        if self.slow_motion.is_forgotten():
            self._go_at(0.0)
        if self.state == "paused":
            self._park_if_alone()

    def _park_if_alone(self) -> None:
        """Let go of the memory when nobody has looked for long."""
        looked_at = time.monotonic() if self.listener.watchers else self.listener.looked_at
        self._looked_at = max(self._looked_at, looked_at)
        if time.monotonic() - self._looked_at >= self._park_after:
            self.logbook.checkpoint()
            self._become("parked")

    def _answer(self, request: Request) -> None:
        try:
            request.answer(self._do(request.command))
        except Trouble as trouble:
            request.answer(Reply(ok=False, error=str(trouble), exit=trouble.exit_code))
        except Exception as error:
            log.exception("a command failed: %r", request.command)
            request.answer(Reply(ok=False, error=told(error)))
            if isinstance(error, OSError):
                raise  # the run can no longer be recorded

    def _do(self, command: Command) -> Reply:
        match command:
            case Play():
                self._steps_left = None
                self._become("playing")
            case Pause():
                self._become("paused")
            case StepOn():
                self._steps_left = max(1, command.count)
                self._become("playing")
            case GoAt():
                self._go_at(command.rate)
            case Stop(why=why):
                self.notice.why = why
                self.notice.stop()
            case Set():
                self._turn(command.name, command.value)
            case Ask():
                return self._ask(command)
            case Checkpoint():
                self.logbook.checkpoint()
        return Reply()

    def _turn(self, name: str, value: Any) -> None:
        value = self.race.turn(name, value)
        self.logbook.say(Control(action="set", step=self.race.step, name=name, value=value))
        self.logbook.checkpoint()  # a kill after this must not take the knob back

    def _go_at(self, rate: float) -> None:
        self.slow_motion.go_at(rate)
        self.logbook.pace = self.slow_motion.rate
        self.forecast.clear()
        self._tell()

    def _ask(self, question: Ask) -> Reply:
        asked = question.text, question.variant, question.seed, question.settings
        answer = self.race.answer(*asked)
        self.logbook.say(answer)
        return Reply(text=visible(answer.answer))

    def _become(self, state: str) -> None:
        if state == "paused":
            self._steps_left = None
            self._looked_at = time.monotonic()
        if state != self.state:
            self.state = state
            self.forecast.clear()
            self._tell()

    def _tell(self) -> None:
        pace = self.slow_motion.rate
        self.logbook.say(State(state=self.state, step=self.race.step, pace=pace))
        self.logbook.beat(self.state, now=True)
