"""How a sweep stands, read from its folder alone: live, finished, or conducted elsewhere."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

from lessons.kit.search.space import Knobs
from tui_lab.client.final_state import condition
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.places import runs_folder
from tui_lab.sweeps.folder import SweepFolder
from tui_lab.sweeps.journal import entries_from
from tui_lab.sweeps.ledger import Ledger
from tui_lab.sweeps.outcome import is_over

MOST_LOOKS = 32  # runs whose status is read at a time; the others wait for their turn


@dataclass(frozen=True)
class TrialRow:
    """A trial as the table has it."""

    trial: int
    """Its number; -1 is the best one on fresh seeds."""
    run: str
    knobs: Knobs
    state: str
    step: int = 0
    score: float | None = None
    spread: float | None = None
    by_seed: dict[str, float | None] = field(default_factory=dict)
    is_best: bool = False
    note: str = ""
    """Why it waits, or what went wrong."""

    @property
    def is_over(self) -> bool:
        """Whether it has come to its end."""
        return self.state in ("finished", "pruned", "diverged", "stopped", "failed", "lost")


class Standing:
    """A sweep's trials as they are now. `poll` reads what is new; widgets read the rest."""

    def __init__(self, sweep: SweepFolder) -> None:
        """Raises BadEnvironment where its plan cannot be read."""
        self.sweep, self.plan = sweep, sweep.plan
        self.ledger = Ledger()
        self.rows: list[TrialRow] = []
        """The trials in their order, and last the best one on fresh seeds."""
        self.state = "stopped"
        """playing · paused · stopping · finished · stopped"""
        self.is_live = False
        self.version = 0
        """Changes when anything else here does."""
        self._known_state = ""
        self._at, self._turn = 0, 0
        self._now: dict[int, tuple[str, int]] = {}
        """What each trial without an end does, and its step."""
        self.poll()

    def poll(self) -> None:
        """Read what is new."""
        self._read_journal()
        self.is_live = self.sweep.alive()
        status = self.sweep.status() if self.is_live else None
        idle = "finished" if is_over(self.plan, self.ledger) else "stopped"
        self.state = (status.state if status else "warming") if self.is_live else idle
        self._look_at_runs()
        rows = self._rows(status.waiting if status else {})
        if rows != self.rows or self.state != self._known_state:
            self.rows, self._known_state = rows, self.state
            self.version += 1

    def _read_journal(self) -> None:
        try:
            size = self.sweep.journal.stat().st_size
        except OSError:
            return
        if size < self._at:  # what a kill had cut short is gone
            self._at, self.ledger = 0, Ledger()
        found, self._at = entries_from(self.sweep.journal, self._at)
        for entry in found:
            self.ledger.take(entry)

    def _look_at_runs(self) -> None:
        """See what the trials do that have no end yet, some of them at a time."""
        waiting = self._unfinished()
        self._now = {number: now for number, now in self._now.items() if number in waiting}
        numbers = list(waiting)
        first = self._turn % max(len(numbers), 1)
        self._turn += MOST_LOOKS
        for number in (numbers[first:] + numbers[:first])[:MOST_LOOKS]:
            self._now[number] = self._doing(self.run_called(waiting[number]))

    def _unfinished(self) -> dict[int, str]:
        ledger = self.ledger
        found = {number: ledger.asked[number].run for number in ledger.unfinished()}
        if ledger.confirming and not ledger.confirmed:
            found[-1] = ledger.confirming.run
        return found

    def _doing(self, run: RunFolder) -> tuple[str, int]:
        if run.status() is None:
            return "waiting", 0
        now = condition(run)
        is_over = self.is_live and now.state in ("lost", "killed", "failed")
        return ("waiting" if is_over else now.state), now.step

    def _rows(self, waiting: dict[str, str]) -> list[TrialRow]:
        best = self.ledger.best(self.plan)
        rows = [
            self._row(number, asked.run, asked.knobs, waiting, best.trial if best else None)
            for number, asked in self.ledger.asked.items()
        ]
        if again := self.ledger.confirming:
            rows.append(self._row(-1, again.run, self.ledger.asked[again.trial].knobs, waiting))
        return rows

    def _row(
        self, number: int, run: str, knobs: Knobs, waiting: dict[str, str], best: int | None = None
    ) -> TrialRow:
        end = self.ledger.ended.get(number) if number >= 0 else self.ledger.confirmed
        if end is None:
            state, step = self._now.get(number, ("waiting", 0))
            return TrialRow(number, run, knobs, state, step, note=waiting.get(str(number), ""))
        return TrialRow(
            number, run, knobs, end.state, end.step, end.score, end.spread, end.by_seed,
            number == best, end.error,
        )  # fmt: skip

    def row(self, trial: int) -> TrialRow | None:
        """The trial of this number."""
        return next((row for row in self.rows if row.trial == trial), None)

    @property
    def scored(self) -> list[TrialRow]:
        """The trials that have finished with a score, in the order in which they ended."""
        rows = {row.trial: row for row in self.rows if row.state == "finished"}
        ended = (rows[number] for number in self.ledger.ended if number in rows)
        return [row for row in ended if row.score is not None]

    def run_called(self, name: str) -> RunFolder:
        """A trial's run."""
        return RunFolder(runs_folder() / name)

    def is_there(self, row: TrialRow) -> bool:
        """Whether a trial's run can be opened: it was begun, and is not deleted."""
        with suppress(OSError):
            return self.run_called(row.run).events.is_file()
        return False
