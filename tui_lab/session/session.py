"""Between a screen and its run: what was recorded, what is planned, and who trains. No Textual.

`poll()` about ten times a second folds in what the run said; every other method is one thing a
learner does. Nothing here waits: commands travel in a thread, for a step may be long.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Iterable
from typing import Any

from lessons.kit import Lesson, Plan, Trouble
from lessons.kit.stream.events import End, Event, State
from tui_lab.client.final_state import (
    close_dead,
    failure,
    is_deleted,
    is_on_the_way,
    kill_run,
    over,
)
from tui_lab.client.fork import Branch, fork
from tui_lab.client.outbox import Post
from tui_lab.client.remote import Remote, Spare, start_worker
from tui_lab.client.wake import Sleeper, late_answer
from tui_lab.protocol.commands import (
    Ask,
    Command,
    Pause,
    Play,
    Reply,
    Set,
    StepOn,
    Stop,
    Watch,
)
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.places import create
from tui_lab.runs.stream import Follower
from tui_lab.session.draft import Draft, begun_with
from tui_lab.state.store import Store

LOOK_EVERY = 1.0  # seconds between two looks at whether a silent worker lives: home may be NFS
PATIENCE = 2.0  # seconds that leaving waits for a command to arrive
CAN_GO_ON = ("parked", "killed", "lost", "stopped", "failed")


class Session:
    """One lesson being worked on, and the run it has now, if any."""

    def __init__(self, lesson: Lesson, plan: Plan) -> None:
        self.lesson = lesson
        self.draft = Draft(lesson, plan)
        """What the next run will do; a live knob is turned in it and in the run alike."""
        self.store = Store()
        self.run: RunFolder | None = None
        self.remote: Remote | None = None
        """The worker's line, as long as there is a worker."""
        self.is_recording = False
        self.seconds = 0.0
        """How long the run has been trained."""
        self.spare: Spare | None = None
        """A worker that has loaded torch already."""
        self.notices: list[str] = []
        """Sentences to be shown once, such as why a command was refused."""
        self._post: Post | None = None
        self._follower: Follower | None = None
        self._held: list[Command] = []
        """Commands given before the worker listens."""
        self._warming = False
        self._wants_pause = False
        self._looked = 0.0

    # how it is

    @property
    def plan(self) -> Plan:
        """What the next run will do."""
        return self.draft.plan

    @property
    def state(self) -> str:
        """A key of `palette.STATES`."""
        if self._warming:
            return "warming"
        return "recorded" if self.is_recording and not self.store.over else self.store.state

    @property
    def has_worker(self) -> bool:
        """Whether somebody trains it, or is about to."""
        return self.remote is not None

    @property
    def can_go_on(self) -> bool:
        """Whether there is a run that nobody trains, but that is not at its end."""
        known = self.run is not None and not is_deleted(self.run)
        return known and not self.has_worker and self.state in CAN_GO_ON

    # transport

    def toggle(self) -> None:
        """Play or pause."""
        is_going = self.state == "playing" or (self._warming and not self._wants_pause)
        self.pause() if is_going else self.play()

    def play(self) -> None:
        """Start the run, or go on with it."""
        self._wants_pause = False
        if self.is_recording:
            self.notices.append("this is a recording: r trains it anew")
        elif self.has_worker:
            self._tell(Play())
        elif self.run is None or self.can_go_on:
            self._begin(self.run)
        else:
            self.notices.append(over(self.run, self.state))

    def pause(self) -> None:
        """Stop between two steps."""
        self._wants_pause = True
        if self.has_worker and (not self._warming or is_on_the_way(self.run)):
            self._tell(Pause())

    def step(self, count: int = 1) -> None:
        """Train so many steps, then pause; starts the run if there is none."""
        if self.can_go_on or (self.run is None and not self.is_recording):
            self._begin(self.run, paused=True)
        if self.has_worker:
            self._tell(StepOn(count))
        else:
            self.notices.append("there is nothing left to step: r starts again")

    def restart(self, *, paused: bool = False) -> None:
        """Stop this run, and start a new one with the plan as it is now."""
        self.stop()
        self.detach()
        self._begin(None, paused=paused)

    def fork(self, at: int | None, settings: dict[str, Any]) -> Branch:
        """Go on in a new run from where this one was; where that is. Raises Trouble."""
        child, branch = fork(self.run, at, settings)
        self.stop()
        self.detach()
        self.draft.set_out_from(child.plan)
        self._begin(child)
        return branch

    def stop(self) -> None:
        """End the run after this step: it saves everything and says goodbye."""
        if self._warming and self.remote and not self.remote.host:
            self.remote.signal(signal.SIGTERM)
        elif self.has_worker and self._post:
            self._post.send(Stop(), self._heard)

    def kill(self) -> None:
        """End the worker at once. What was recorded stays."""
        if self.remote and not kill_run(self.remote):
            self.notices.append(f"it trains on {self.remote.host}: kill it there, or stop it here")

    def detach(self) -> None:
        """Let go of the run: it goes on."""
        if self._post:
            self._post.close()
        self.remote = self._post = None
        self._warming = False
        self._held.clear()

    def let_go(self, how: str) -> None:
        """On leaving: `detach`, `stop` or `kill` the run, and see that it was told."""
        post = self._post
        {"detach": self.detach, "stop": self.stop, "kill": self.kill}[how]()
        self.detach()
        if post:
            post.wait(PATIENCE)

    def ask(self, question: str, variant: str | None = None) -> None:
        """Ask a network; one that nobody trains any more is woken from its last checkpoint."""
        asked = Ask(question, variant)
        if self.has_worker:
            self._tell(asked)
        elif self.run is None:
            self.notices.append("nothing is trained yet: space starts it")
        else:
            asked = Ask(question, variant, None, self.draft.live_beside(self.store.config))
            self._post = self._post or Post(Sleeper(self.run))
            self._post.send(asked, lambda reply: self._answered(asked, reply))
            self.notices.append("waking the network: the answer will be among the notes")

    def turn(self, name: str, text: str) -> None:
        """Set a knob to what was typed. Raises BadUsage."""
        before = self.plan.config
        self.draft.turn(name, text)
        self._turn_live(before)

    def undo(self) -> bool:
        """Take the last change of a setting back; whether there was one."""
        before, undone = self.plan.config, self.draft.undo()
        self._turn_live(before)
        return undone

    def differences(self) -> dict[str, Any]:
        """The settings that the run has otherwise than the plan, with the run's values."""
        running = self.store.config if self.store.start else self.plan.config
        return {n: running.get(n) for n, v in self.plan.config.items() if running.get(n) != v}

    @property
    def needs_restart(self) -> bool:
        """Whether the plan is not what runs."""
        begun = begun_with(self.run, self.plan)
        if self.store.start is None:  # a run that failed before it began would only fail again
            return self.can_go_on and begun != self.plan
        return self.draft.is_another(self.store.start, begun) or bool(self.differences())

    def _turn_live(self, before: dict[str, Any]) -> None:
        knobs = self.lesson.params.knobs()
        for name, value in self.plan.config.items():
            if self.has_worker and knobs[name].live and before[name] != value:
                self._tell(Set(name, value))

    # the worker

    def poll(self) -> None:
        """Fold in what the run said since the last time, and notice if its worker is gone."""
        if self._post:
            self._post.collect()
        events = self._follower.read() if self._follower else []
        for event in events:
            self._fold(event)
        if self.remote and not events and (now := time.monotonic()) - self._looked >= LOOK_EVERY:
            self._looked = now
            self._look_after(self.remote)

    def replay(self, follower: Follower, events: Iterable[Event]) -> None:
        """Show a recording: these events, and what the follower still finds."""
        self.is_recording, self._follower = True, follower
        for event in events:
            self._fold(event)

    def _fold(self, event: Event) -> None:
        self.draft.follow(event, self.store.config)
        self.store.take(event)
        self.seconds = max(self.seconds, event.t)
        if self._warming and isinstance(event, State | End):
            self._warming = False
            if isinstance(event, State):
                self._tell_what_was_held()

    def _tell_what_was_held(self) -> None:
        held, self._held = self._held, []
        for command in [Watch(), *held, *([Pause()] if self._wants_pause else [])]:
            self._tell(command)

    def _look_after(self, remote: Remote) -> None:
        """Let go of a worker that has left; if it left without an end, give the run one."""
        if remote.alive():
            if remote.is_forgotten():
                self._tell(Watch())
            return
        self.detach()
        for event in remote.read():  # what it said between our reading and its leaving
            self._fold(event)
        if not self.store.over and self.store.state != "parked":
            self._bury(remote)
        if self.store.end and self.store.end.error:
            self.notices.append(failure(self.store.end.error, self.run))

    def _bury(self, remote: Remote) -> None:
        end = close_dead(remote)
        for event in [*remote.read(), end]:
            if not self.store.over:
                self._fold(event)

    def _begin(self, run: RunFolder | None, *, paused: bool = False) -> None:
        """Start a worker: on this run where it left off, or on a new one."""
        try:
            chosen = run or create(self.plan)
            spare = self.spare.take(chosen, paused=paused) if self.spare else None
            remote = spare or start_worker(chosen, paused=paused)
        except Trouble as trouble:
            self.notices.append(str(trouble))
            return
        self.attach(chosen, remote)

    def attach(self, run: RunFolder, remote: Remote) -> None:
        """Watch a run, another one from its beginning, and talk to its worker if it has one."""
        if run is not self.run:
            self.store, self.seconds, self.is_recording = Store(), 0.0, False
            self.run, self._follower = run, None
        self._take_up(remote, self._follower)

    def _take_up(self, remote: Remote, follower: Follower | None) -> None:
        """Talk to this worker; its events are read on from where we were."""
        if self._post:
            self._post.close()
        remote.follower = follower or remote.follower
        self.remote, self._follower, self._post = remote, remote.follower, Post(remote)
        self._warming, self._wants_pause = True, False

    def _tell(self, command: Command) -> None:
        if self._warming and not (isinstance(command, Play | Pause) and is_on_the_way(self.run)):
            self._held.append(command)
        elif self._post:
            is_courtesy = isinstance(command, Watch)
            self._post.send(command, (lambda _: None) if is_courtesy else self._heard)

    def _heard(self, reply: Reply) -> None:
        if not reply.ok and reply.error:
            self.notices.append(reply.error)

    def _answered(self, asked: Ask, reply: Reply) -> None:
        """An answer that is in no stream: the run is over."""
        self._heard(reply)
        if reply.ok:
            self.store.take(late_answer(self.store, asked, reply))
