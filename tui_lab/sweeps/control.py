"""The conductor's end of what viewers ask, and what it says of itself in the sweep's folder."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress

from tui_lab.client.wait import Interruption
from tui_lab.protocol.commands import Command, Pause, Play, Stop
from tui_lab.runs import letters
from tui_lab.runs.hold import this_machine
from tui_lab.sweeps.folder import SweepFolder, SweepStatus
from tui_lab.sweeps.orders import Orders
from tui_lab.sweeps.trial import Trial

LISTEN_EVERY = 0.2  # seconds between two looks for orders
SAY_EVERY = 2.0  # seconds between two words of ours, where nothing changes
TELL_EVERY = 2.0  # seconds between two times that a run is told the same


class Control:
    """Whether a sweep goes on or is paused, and which of its trials are to stop."""

    def __init__(self, sweep: SweepFolder) -> None:
        self.is_paused = False
        self.to_stop: set[int] = set()
        """The trials that somebody asked to stop."""
        self._held: set[int] = set()
        """The trials that stand still because the sweep does."""
        self._sweep, self._orders = sweep, Orders(sweep.path)
        self._listened = self._said_at = 0.0
        self._said: tuple[object, ...] = ()

    def listen(self, asked: Interruption) -> None:
        """Take up what was asked since the last look."""
        if time.monotonic() - self._listened < LISTEN_EVERY:
            return
        self._listened = time.monotonic()
        for order in self._orders.new():
            match order.do:
                case "pause" | "play":
                    self.is_paused = order.do == "pause"
                case "stop":
                    asked.count = max(asked.count, 1)
                case "stop_trial":
                    self.to_stop.add(order.trial)

    def adopt(self, trial: Trial) -> None:
        """A run that is trained already may stand still since the last conductor's time."""
        self._held.add(trial.number)

    def is_waiting(self, trial: Trial) -> bool:
        """Whether a run that was parked goes on with the sweep: it stood still for that."""
        return self.is_paused and trial.state == "parked" and trial.number in self._held

    def guide(self, trial: Trial) -> None:
        """Tell a run to pause, to go on or to stop, until it does."""
        number = trial.number
        if number in self.to_stop:
            tell(trial, Stop(id=letters.new_id()))
        elif self.is_paused and number not in self._held:
            tell(trial, Pause(id=letters.new_id()))
            if trial.state == "paused":
                self._held.add(number)
        elif not self.is_paused and number in self._held:
            tell(trial, Play(id=letters.new_id()))
            if trial.state == "playing":
                self._held.discard(number)

    def say(self, trials: Iterable[Trial], why: Mapping[str, str], *, is_stopping: bool) -> None:
        """Write how the sweep is, where that is new or was long ago. `why` is by a run's path."""
        state = "stopping" if is_stopping else "paused" if self.is_paused else "playing"
        running = sorted(trial.number for trial in trials)
        waiting = {str(t.number): why[p] for t in trials if (p := str(t.run.path)) in why}
        said = (state, running, waiting)
        if said == self._said and time.monotonic() - self._said_at < SAY_EVERY:
            return
        self._said, self._said_at = said, time.monotonic()
        with suppress(OSError):  # it is said again
            self._sweep.write_status(
                SweepStatus(state, this_machine()[0], os.getpid(), running, waiting)
            )


def tell(trial: Trial, command: Command) -> None:
    """Leave a command in a run's folder, but not all the time."""
    if time.monotonic() - trial.told_at < TELL_EVERY:
        return
    with suppress(OSError):  # nobody is there yet, or it has just left
        letters.post(trial.run.path, command)
        trial.told_at = time.monotonic()
