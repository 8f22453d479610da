"""Between a screen and its run: what was recorded, what is planned, and who trains. No Textual.

`poll()` about ten times a second folds in what the run said. What a learner does to it are
functions in `actions`: `transport`, `knobs`, `question`, `next_run`, the `verbs` of `:`.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from lessons.kit import Lesson, Plan
from lessons.kit.stream.events import End, Event, State
from tui_lab.client.final_state import close_dead, failure, is_deleted
from tui_lab.client.remote import Remote, Spare
from tui_lab.protocol.commands import Watch
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.stream import Follower
from tui_lab.session.actions.question import carry
from tui_lab.session.draft import Draft, begun_with
from tui_lab.session.link import Link
from tui_lab.session.questions import Question
from tui_lab.session.tempo import Tempo
from tui_lab.state.store import Store

LOOK_EVERY = 1.0  # seconds between two looks at whether a silent worker lives: home may be NFS
CAN_GO_ON = ("parked", "killed", "lost", "stopped", "failed")


class Session:
    """One lesson being worked on, and the run it has now, if any."""

    def __init__(self, lesson: Lesson, plan: Plan) -> None:
        self.lesson = lesson
        self.draft = Draft(lesson, plan)
        """What the next run will do; a live knob is turned in it and in the run alike."""
        self.store = Store()
        self.run: RunFolder | None = None
        self.notices: list[str] = []
        """Sentences to be shown once, such as why a command was refused."""
        self.link = Link(self.notices)
        self.questions: list[Question] = []
        """Those without an answer."""
        self.is_recording = False
        self.is_given = False
        """Whether a file says what to train: the learner's own edited copies stay out of it."""
        self.suggested: list[str] = []
        """Commands that come next, the first of them first."""
        self.begins = 0
        """The step at which charts begin."""
        self.seconds = 0.0
        """How long the run has been trained."""
        self.tempo = Tempo()
        """How fast the run goes for those who watch it, and the next ones."""
        self.spare: Spare | None = None
        """A worker that has loaded torch already."""
        self._follower: Follower | None = None
        self._looked = self._read_at = 0.0

    # how it is

    @property
    def plan(self) -> Plan:
        """What the next run will do."""
        return self.draft.plan

    @property
    def state(self) -> str:
        """A key of `palette.STATES`."""
        if self.link.is_warming:
            return "warming"
        return "recorded" if self.is_recording and not self.store.over else self.store.state

    @property
    def has_worker(self) -> bool:
        """Whether somebody trains it, or is about to."""
        return self.link.remote is not None

    @property
    def can_go_on(self) -> bool:
        """Whether there is a run that nobody trains, but that is not at its end."""
        known = self.run is not None and not is_deleted(self.run)
        return known and not self.has_worker and self.state in CAN_GO_ON

    @property
    def needs_restart(self) -> bool:
        """Whether the plan is not what runs."""
        begun = begun_with(self.run, self.plan)
        if self.store.start is None:  # a run that failed before it began would only fail again
            return self.can_go_on and begun != self.plan
        return self.draft.is_another(self.store.start, begun) or bool(self.differences())

    def differences(self) -> dict[str, Any]:
        """The settings that the run has otherwise than the plan, with the run's values.

        Those that move only what is shown are as they are now in every run.
        """
        running = self.store.config if self.store.start else self.plan.config
        running = self.lesson.params().as_dict() | running  # without knobs that came later
        learned = self.lesson.params.learned_by(self.plan.config)
        return {n: running[n] for n, v in learned.items() if running[n] != v}

    # the run

    def attach(self, run: RunFolder, remote: Remote) -> None:
        """Watch a run, another one from its beginning, and talk to its worker if it has one."""
        if run is not self.run:
            self.store, self.seconds, self.is_recording = Store(), 0.0, False
            self.run, self._follower = run, None
            self.questions.clear()
        remote.follower = self._follower = self._follower or remote.follower
        self.tempo.forget()
        self.link.take_up(remote)

    def detach(self) -> None:
        """Let go of the run: it goes on."""
        self.link.close()

    def replay(self, follower: Follower, events: Iterable[Event]) -> None:
        """Show a recording: these events, and what the follower still finds."""
        self.is_recording, self._follower = True, follower
        for event in events:
            self.fold(event)

    def poll(self) -> None:
        """Fold in what the run said since the last time, and notice if its worker is gone."""
        if self.link.outbox:
            self.link.outbox.collect()
        events = self._heard()
        for event in events:
            self.fold(event)
        remote, now = self.link.remote, time.monotonic()
        if remote and not events and now - self._looked >= LOOK_EVERY:
            self._looked = now
            self._look_after(remote)
        carry(self)

    def _heard(self) -> list[Event]:
        """What it said; where nobody trains it, that is looked for once a second."""
        now = time.monotonic()
        if self._follower is None or (self._is_left and now - self._read_at < LOOK_EVERY):
            return []
        self._read_at = now
        return self._follower.read()

    @property
    def _is_left(self) -> bool:
        """Whether nobody trains it and all that was said is read."""
        known = self._follower is not None and self._follower.at_end
        return known and not self.has_worker

    def fold(self, event: Event) -> None:
        """Take in what was said."""
        self.draft.follow(event, self.store.config)
        self.store.take_event(event)
        self.seconds = max(self.seconds, event.t)
        if isinstance(event, State) and self.has_worker and not self.link.is_warming:
            self.tempo.heard(event.pace)  # another who watches may have changed it
        if self.link.is_warming and isinstance(event, State):
            self.link.listens()
        elif isinstance(event, End):
            self.link.is_warming = False

    def _look_after(self, remote: Remote) -> None:
        """Let go of a worker that has left; if it left without an end, give the run one."""
        if remote.alive():
            if remote.is_forgotten():
                self.link.tell(Watch())
            return
        self.detach()
        for event in remote.read():  # what it said between our reading and its leaving
            self.fold(event)
        if not self.store.over and self.store.state != "parked":
            self._close_dead(remote)
        if self.store.end and self.store.end.error:
            self.notices.append(failure(self.store.end.error, self.run))

    def _close_dead(self, remote: Remote) -> None:
        end = close_dead(remote)
        for event in [*remote.read(), end]:
            if not self.store.over:
                self.fold(event)
