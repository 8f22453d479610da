"""What a learner does with a case on the screen, one long piece of work at a time. No Textual.

Its state is plain and is read by the widgets. `do` waits for the process that trains: call it in a
thread. Everything else returns at once.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from lessons.kit.clinic.case import FIXED
from lessons.kit.clinic.faults import FAULTS
from lessons.kit.clinic.orders import ORDERS, Answer
from lessons.kit.errors import BadUsage, Trouble
from tui_lab.clinic.kept import CURED, HEALTHY, SICK, Kept, Notes
from tui_lab.clinic.record import ORDER, WHOLE, WRONG, Visit
from tui_lab.clinic.visit import Bench
from tui_lab.session.clinic.recordings import Recordings
from tui_lab.session.copy import check


@dataclass(frozen=True)
class Work:
    """One long piece of work: what it is called, and what does it."""

    name: str
    """"run", "cure", or the name of an order."""
    says: str
    do: Callable[[], None]


class Consultation:
    """A case, what is known of it, and what is being done."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.kept = Kept(bench.case, bench.lesson, bench.seed)
        self.notes: Notes = self.kept.read()
        self.session = Recordings(bench, self.kept)
        self.sick = dict(self.session.plan.config)
        """The settings of the case, before anything is turned."""
        self.working: Work | None = None
        self.trouble = ""
        """Why the last piece of work failed."""
        self.version = 0
        """Grows with every change, so that the screen knows to show it."""
        self.visit: Visit = bench.visit
        self._stopped = False
        for name, value in self.notes.set.items():
            with suppress(Trouble):
                self.session.draft.turn(name, str(value))

    # how it is

    @property
    def answers(self) -> dict[str, Answer]:
        """What was ordered, by the order's name."""
        return self.notes.answers

    @property
    def is_over(self) -> bool:
        """Whether the fault may be told: solved, or given up."""
        return self.visit.solved or self.visit.revealed

    @property
    def settings(self) -> dict[str, Any]:
        """The settings of the cure: those that the learner turned."""
        now = self.session.plan.config
        return {name: value for name, value in now.items() if self.sick.get(name) != value}

    @property
    def changes(self) -> list[str]:
        """The cure so far, one sentence a change; empty where nothing was changed."""
        try:
            fixes = self.kept.fixes
        except Trouble as trouble:
            return [str(trouble)]
        turned = [f"{n}: {self.sick.get(n)} → {v}" for n, v in self.settings.items()]
        return [f"{name} is edited" for name in fixes] + turned

    @property
    def refusal(self) -> str:
        """Why the edited files cannot be trained as they are; "" where they can."""
        try:
            for name, text in self.kept.fixes.items():
                check(name, text)
        except Trouble as trouble:
            return str(trouble)
        return ""

    @property
    def counts(self) -> str:
        """Such as `2 orders, 1 wrong`."""
        orders, wrong = len(self.visit.orders), self.visit.wrong
        return f"{orders} order{'' if orders == 1 else 's'}, {wrong} wrong"

    @property
    def score(self) -> str:
        """What it is worth, in words."""
        if self.visit.solved:
            return f"solved: {self.visit.score} of {WHOLE}"
        return "given up" if self.visit.revealed else f"worth {self.visit.score} of {WHOLE}"

    # what is done: `begin` here, `do` in a thread, `end` here

    def run(self) -> Work | None:
        """The sick run, if it is not recorded already."""
        if self.notes.ran and self.session.ended(SICK):
            return None
        return Work("run", "training the case", self._run)

    def order(self, name: str) -> Work | None:
        """An order; None where its answer is there already."""
        if name in self.answers and (name != HEALTHY or self.session.ended(HEALTHY)):
            return None
        return Work(name, ORDERS[name].title, lambda: self._order(name))

    def cure(self) -> Work:
        """Train with the cure, and judge it. Raises BadUsage where there is nothing to train."""
        named = self.notes.named
        if not named:
            raise BadUsage("name the fault first", "n shows the list")
        fixes, settings = self.kept.fixes, self.settings
        if not fixes and not settings:
            raise BadUsage("nothing is changed yet", "e edits the code, s turns a setting")
        for name in settings:
            if name in FIXED:
                raise BadUsage(f"{name} is fixed in the clinic", "cure the run, not its length")
        for name, text in fixes.items():
            check(name, text)
        return Work("cure", "training your cure", lambda: self._cure(named, fixes, settings))

    def begin(self, work: Work) -> None:
        """From now on this is done."""
        self.working, self.trouble, self._stopped = work, "", False
        with suppress(Trouble):
            self.kept.make()
        if which := {"run": SICK, "cure": CURED, HEALTHY: HEALTHY}.get(work.name):
            self.session.begin(which)
        self.version += 1

    def do(self, work: Work) -> None:
        """Do it, and wait for its end: in a thread."""
        try:
            work.do()
        except Trouble as trouble:
            self.trouble = "" if self._stopped else str(trouble)
        finally:
            self.visit = self.bench.visit
            self.working = None
            self.version += 1

    def stop(self) -> bool:
        """End what is being done; whether anything was."""
        if self.working is None:
            return False
        self._stopped = True
        self.bench.attendant.close()
        return True

    def _run(self) -> None:
        self.notes.ran = self.bench.run(str(self.session.tracks[SICK].path))
        self.kept.write(self.notes)

    def _order(self, name: str) -> None:
        into = str(self.session.tracks[HEALTHY].path) if name == HEALTHY else ""
        self.notes.answers[name] = self.bench.order(name, into)
        self.kept.write(self.notes)

    def _cure(self, named: str, fixes: dict[str, str], settings: dict[str, Any]) -> None:
        into = str(self.session.tracks[CURED].path)
        verdict = self.bench.attempt(named, fixes, settings, into)
        self.notes.told = verdict.words
        self.kept.write(self.notes)

    # what returns at once

    def name(self, fault: str) -> list[str]:
        """Name a fault; what is to be said of it. A wrong name costs, once."""
        known = self.is_ruled_out(fault)
        right, words = self.bench.name(fault)
        if right:
            self.notes.named = fault
            cost = "Now prove it: change the code (e) or a setting (s), then p."
        else:
            cost = "You have tried it before: no cost." if known else f"That cost {WRONG} points."
        self.notes.told = [*words, cost]
        self._keep()
        return self.notes.told

    def is_ruled_out(self, fault: str) -> bool:
        """Whether this name was tried, and is wrong."""
        return fault in self.visit.tries and fault != self.notes.named

    def turned(self) -> None:
        """A setting was turned: it is kept for the next visit."""
        self.notes.set = self.settings
        self._keep()

    def reveal(self) -> None:
        """Give up."""
        self.bench.reveal()
        self._keep()

    def forget(self) -> None:
        """Begin the case again."""
        self.bench.record.forget(self.bench.case.name, self.bench.seed)
        self.kept.forget()

    def _keep(self) -> None:
        self.visit = self.bench.visit
        self.version += 1
        with suppress(Trouble):
            self.kept.write(self.notes)


def cost_of(name: str, visit: Visit) -> str:
    """What an order costs now, in words."""
    return "" if name in visit.orders or visit.solved else f"{ORDER} point"


def names_with(words: str) -> list[str]:
    """The faults that have all these words, in the order of the list."""
    sought = words.casefold().split()
    return [
        name for name in sorted(FAULTS, key=lambda each: FAULTS[each].says)
        if all(w in f"{name} {FAULTS[name].says} {FAULTS[name].sign}".casefold() for w in sought)
    ]  # fmt: skip
