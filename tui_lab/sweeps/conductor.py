"""Doing a sweep: start trials while there is room, read what they say, prune, and take their ends.

Nothing follows from a decision before it stands in the journal. So a sweep that is killed goes on
where it was: a trial without an end is trained on, by its run's name, and no other is begun for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from lessons.kit.errors import Trouble, unknown
from lessons.kit.stream.numbers import finite
from tui_lab.client.deaths import code_of, how_it_died
from tui_lab.client.final_state import settle
from tui_lab.client.wait import Interruption
from tui_lab.protocol.commands import Stop
from tui_lab.runs import letters
from tui_lab.runs.naming import new_id
from tui_lab.sweeps.control import Control, tell
from tui_lab.sweeps.folder import SweepFolder
from tui_lab.sweeps.journal import (
    Asked,
    Confirmed,
    Confirming,
    Ended,
    Entry,
    Journal,
    Pruned,
    Reported,
)
from tui_lab.sweeps.ledger import Ledger
from tui_lab.sweeps.search import RUNGS, Search
from tui_lab.sweeps.trial import Trial
from tui_lab.sweeps.where.placement import Departure, Placement

LOOK_EVERY = 0.03  # seconds between two looks at the runs
MOST_TRIES = 3  # workers that a trial loses in one go before it is given up
FRESH = -1  # the number under which the run on fresh seeds is watched

Teller = Callable[[Ledger, Ended], None]
"""Is told of every trial that has come to its end."""


class Conductor:
    """One sweep while it is done."""

    def __init__(
        self, sweep: SweepFolder, journal: Journal, entries: list[Entry], placement: Placement,
        tell: Teller,
    ) -> None:  # fmt: skip
        self.plan = plan = sweep.plan
        self.control = Control(sweep)
        self.ledger = Ledger.of(entries)
        self.search = Search(plan, entries)
        self.running: dict[int, Trial] = {}
        self._journal, self._placement, self._tell = journal, placement, tell
        self._is_exhausted = False

    def go(self, asked: Interruption) -> None:
        """Do all trials and the end on fresh seeds, or as many until somebody asks us to stop.

        Raises Trouble where no trial can be trained at all.
        """
        stopped = 0
        while not (self._is_done() or (asked.count and not self.running)):
            self.control.listen(asked)
            if asked.count > stopped:
                stopped = asked.count
                (self._placement.stop if stopped == 1 else self._placement.kill)()
            if not (stopped or self.control.is_paused):
                self._fill()
            for trial in list(self.running.values()):
                self._look_at(trial, is_stopping=bool(stopped))
            waiting = self._placement.waiting()
            self.control.say(self.running.values(), waiting, is_stopping=bool(stopped))
            time.sleep(LOOK_EVERY)

    def _is_done(self) -> bool:
        return not self.running and self._next() is None and not self._is_to_confirm()

    def _next(self) -> int | None:
        """The number of the trial that is to be started next; None where there is none."""
        waiting = (n for n in self.ledger.unfinished() if n not in self.running)
        number = next(waiting, None)
        if number is not None:
            return number
        count = len(self.ledger.asked)
        return count if count < self.plan.trials and not self._is_exhausted else None

    def _fill(self) -> None:
        """Start what there is room for."""
        while len(self.running) < (self.plan.at_once or self._placement.slots) and self._has_room():
            number = self._next()
            if number is None:
                break
            if number not in self.ledger.asked and not self._decide(number):
                break
            asked = self.ledger.asked[number]
            self._begin(Trial.of(number, asked.run, self.plan.trial(asked.knobs)))
        if not self.running and self._next() is None and self._is_to_confirm():
            self._confirm()

    def _decide(self, number: int) -> bool:
        """Choose the knobs of a new trial, and write them down; False where there are none."""
        knobs = self.search.next_knobs()
        if knobs is None:
            self._is_exhausted = True
            return False
        self._write(Asked(number, knobs, new_id(self.plan.base.lesson)))
        return True

    def _has_room(self) -> bool:
        if not self.running:
            return True
        known = [status.memory for t in self.running.values() if (status := t.run.status())]
        return self._placement.has_room(max(known, default=0))

    def _is_to_confirm(self) -> bool:
        ledger = self.ledger
        return self.plan.confirm and not ledger.confirmed and ledger.best(self.plan) is not None

    def _confirm(self) -> None:
        """Train the best trial again, on seeds that it was not chosen by."""
        best = self.ledger.best(self.plan)
        if self.ledger.confirming is None and best is not None:
            self._write(Confirming(best.trial, new_id(self.plan.base.lesson)))
        confirming = self.ledger.confirming
        if confirming is not None:
            knobs = self.ledger.asked[confirming.trial].knobs
            self._begin(Trial.of(FRESH, confirming.run, self.plan.fresh(knobs)))

    def _begin(self, trial: Trial) -> None:
        """Train a trial, from where it is; one that is trained already is only watched."""
        self.running[trial.number] = trial
        trial.read()
        is_to_train = not trial.is_over and trial.number not in self.ledger.pruned
        if is_to_train and not trial.run.alive():
            self._start(trial)
        elif is_to_train:
            self.control.adopt(trial)

    def _start(self, trial: Trial) -> None:
        settle(trial.run)
        trial.read()
        trial.end, trial.tries = None, trial.tries + 1
        self._placement.start(trial.run)

    def _look_at(self, trial: Trial, *, is_stopping: bool) -> None:
        departure = self._departure(trial)  # asked first: what it said is still read after
        trial.read()
        self._prune(trial)
        if departure is None:
            self._guide(trial, is_stopping=is_stopping)
            return
        if (is_stopping or self.control.is_waiting(trial)) and not trial.is_over:
            del self.running[trial.number]  # it goes on another time
            return
        state, error = self._verdict(trial, departure)
        if state:
            self._close(trial, state, error)

    def _guide(self, trial: Trial, *, is_stopping: bool) -> None:
        """Have it do what viewers asked; one that no worker has yet is taken back."""
        if not is_stopping:
            self.control.guide(trial)
        if trial.number in self.control.to_stop and not trial.run.alive():
            self._placement.take_back(trial.run)

    def _departure(self, trial: Trial) -> Departure | None:
        """How its worker left; None while there is one, ours or another's."""
        if trial.tries:
            departure = self._placement.departed(trial.run)
            return None if departure is None or trial.run.alive() else departure
        return None if trial.run.alive() else Departure(unseen=True)

    def _verdict(self, trial: Trial, departure: Departure) -> tuple[str, str]:
        """How a trial ended that no worker trains, and why; "" where it is trained on."""
        end = trial.end
        if trial.is_over and end:
            return end.status, ""
        if trial.number in self.ledger.pruned:
            return "pruned", ""
        if trial.number in self.control.to_stop:
            return "stopped", ""
        if end and end.status == "stopped" and not departure.unseen:
            return "stopped", ""
        if trial.was_killed_by_hand or (trial.is_parked and not departure.unseen):
            return "stopped", ""
        if departure.words:
            return self._refused(trial, departure)
        fault = how_it_died(departure.code, trial.run.status())
        settle(trial.run, fault, code=code_of(departure.code), status="killed")
        trial.read()
        if trial.tries >= MOST_TRIES:
            return "lost", departure.why or fault.message
        self._start(trial)
        return "", ""

    def _refused(self, trial: Trial, departure: Departure) -> tuple[str, str]:
        """A worker that could not begin. Where none ever has, none ever will: raises Trouble."""
        words = departure.words
        assert words is not None
        if not any(end.state != "failed" for end in self.ledger.ended.values()):
            refused = Trouble(words.error.message, words.error.fix)
            refused.exit_code = words.exit
            raise refused
        return "failed", words.error.message

    def _prune(self, trial: Trial) -> None:
        """Report how it stands where it can be pruned; tell one that is to stop to do so."""
        number = trial.number
        if self.plan.prune == "none" or number == FRESH:
            return
        while number not in self.ledger.pruned and not trial.is_over:
            rung = self.ledger.rungs.get(number, 0)
            value = trial.standing(self.plan.objective, RUNGS[rung]) if rung < len(RUNGS) else None
            if value is None:
                break
            if self._write(Reported(number, rung, finite(value))):
                self._write(Pruned(number, rung))
        if number in self.ledger.pruned and trial.end is None:
            self._tell_to_stop(trial)

    def _tell_to_stop(self, trial: Trial) -> None:
        rung = self.ledger.pruned[trial.number]
        part = f"1/{RUNGS[rung]} of its steps"
        why = f"pruned by its sweep: after {part} it was not among the best third"
        tell(trial, Stop(id=letters.new_id(), why=why))

    def _close(self, trial: Trial, state: str, error: str) -> None:
        """Take the end of a trial, and say so."""
        del self.running[trial.number]
        end = trial.ended(self.plan.objective, state, error)
        if trial.number == FRESH:
            self._write(Confirmed(end))
            return
        if end.state == "failed" and state == "finished":
            self._require_scalar(trial)
        self._write(end)
        self._tell(self.ledger, end)

    def _require_scalar(self, trial: Trial) -> None:
        """Raise BadUsage where what a trial is judged by is not recorded at all."""
        objective = self.plan.objective
        tracks = trial.history.of(objective.variant)
        said = dict.fromkeys(name for track in tracks for name in track.columns)
        if said and objective.scalar not in said:
            raise unknown("scalar in these runs", objective.scalar, said)

    def _write(self, entry: Entry) -> bool:
        """Into the journal first, then into what we know; whether that trial is to be pruned."""
        self._journal.write(entry)
        self.ledger.take(entry)
        return self.search.learn(entry)
