"""Predictions mean something: made beforehand, and judged by the run that they are about."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import lessons
from lessons.kit import History, Plan, Prediction
from lessons.kit.stream.events import Control, End, Event, NetworkEnd, Start, State, Steps
from tests.tools.commands import TOY
from tui_lab.protocol.commands import Command, Reply
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.places import all_runs, create
from tui_lab.runs.recorder import Recorder
from tui_lab.runs.stream import Follower
from tui_lab.session.actions import transport
from tui_lab.session.actions.knobs import turn
from tui_lab.session.predicting import Predicting
from tui_lab.session.progress import Progress
from tui_lab.session.session import Session
from tui_lab.session.standing import Standing, in_one
from tui_lab.state.store import Store

STEPS = 8


def rose(variant: str) -> Any:
    """Whether a loss rose, as far as it is recorded: it answers early, and may change its mind."""

    def answer(history: History) -> str | None:
        if variant not in history.variants or history.done(variant) < 2:
            return None
        last, first = history.last(variant, "loss"), history.first(variant, "loss")
        return "yes" if last[0] > first[0] else "no"

    return answer


QUESTIONS = [
    Prediction("Will it rise?", ("yes", "no"), rose("wild"), "so it is", "Loss", needs=("wild",)),
    Prediction("And the other?", ("yes", "no"), rose("calm"), "so it is", "Slope"),
]
NETWORKS: dict[str, dict[str, Any]] = {
    "calm": {}, "wild": {"optimizer": "adam"}, "free": {"lr": 0.5},
}  # fmt: skip
LESSON = replace(lessons.load(TOY), predictions=QUESTIONS, variants=NETWORKS)
PAIR = ("calm", "wild")


@dataclass
class Idle:
    """A worker that does nothing by itself."""

    run: RunFolder
    worker: None = None
    host: str = ""

    def __post_init__(self) -> None:
        self.follower = Follower(self.run.events)

    def read(self) -> list[Event]:
        return self.follower.read()

    def send(self, _: Command) -> Reply:
        return Reply()

    def alive(self) -> bool:
        return True

    def is_forgotten(self) -> bool:
        return False

    def signal(self, _: int) -> None: ...

    def hang_up(self) -> None: ...


def say(run: RunFolder, *events: Event) -> None:
    pen = Recorder(run.events)
    pen.write(events)
    pen.close()


def start_of(run: RunFolder) -> Start:
    plan = run.plan
    return Start(run=run.id, lesson=plan.lesson, config=plan.config, variants=plan.variants,
                 seeds=plan.seeds, steps=plan.steps, device="cpu")  # fmt: skip


def steps_of(plan: Plan, first: int, count: int) -> list[Event]:
    """Losses that rise where the rate is high, so that other settings give other answers."""

    def loss(name: str, step: int) -> float:
        rate = {**plan.config, **plan.variants[name]}["lr"]
        return step if rate * plan.config["batch"] > 2 else -step

    return [
        Steps(variant=name, seed=0, first=first,
              values={"loss": [loss(name, first + n) for n in range(count)]})
        for name in plan.variants
    ]  # fmt: skip


def sig(plan: Plan, variant: str, *, length: bool) -> tuple[Any, ...]:
    """One network, as the model of this test knows it."""
    config = {**plan.config, **plan.variants[variant]}
    return tuple(sorted((n, v) for n, v in config.items() if length or n != "steps"))


def networks(plan: Plan, names: tuple[str, ...]) -> frozenset[Any]:
    """What a question is about: two networks stay two where their settings are the same."""
    return frozenset((name, sig(plan, name, length=True)) for name in names)


RACES = [("calm", "wild"), ("wild",), ("calm", "wild", "free")]


class Learner(RuleBasedStateMachine):
    """Somebody who does anything in any order, and what must be true all along."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.patch = pytest.MonkeyPatch()
        self.patch.setenv("DL_LAB_DIR", str(self.folder))
        self.patch.setattr(transport, "start_worker", lambda run, **_: Idle(run))
        self.patch.setattr("tui_lab.client.fork.lesson_of", lambda _: LESSON)
        self.progress = Progress()
        self.trained: dict[str, int] = {}
        """Run → the steps that it has."""
        self.shown: set[tuple[Any, ...]] = set()
        """Networks that anybody could see training."""
        self.counted: dict[str, list[tuple[str, frozenset[Any]]]] = {}
        """Question → what was said, and of which networks."""
        self.turned: dict[str, bool] = {}
        """Run → whether its settings changed on the way."""
        self.open(Session(LESSON, LESSON.plan(PAIR, settings={"steps": STEPS})))

    def teardown(self) -> None:
        self.session.detach()
        self.patch.undo()
        shutil.rmtree(self.folder)

    def open(self, session: Session) -> None:
        if hasattr(self, "session"):
            self.session.detach()
        self.session = session
        self.predicting = Predicting(session, self.progress)
        self.look()

    def look(self) -> None:
        """What the screen does all the time."""
        self.session.poll()
        self.predicting.settle(self.predicting.standings())

    def plan_of(self, run: RunFolder) -> Plan:
        """What it began with: a fork's own settings came later."""
        start = next(Follower(run.events).read().__iter__(), None)
        assert isinstance(start, Start)
        return replace_config(run.plan, start.config)

    def train(self, run: RunFolder, count: int) -> None:
        done = self.trained.get(run.id, 0)
        if not run.events.exists():
            say(run, start_of(run), State(state="playing"))
        count = min(count, STEPS - done)
        if count > 0:
            say(run, *steps_of(run.plan, done + 1, count))
            self.trained[run.id] = done + count
            plan = self.plan_of(run)
            turned = [e for e in Follower(run.events).read() if isinstance(e, Control)]
            early = {turn.name: turn.value for turn in turned if turn.step == 0}
            # turned before the first step: neither the planned settings nor these are news
            for each in (plan, replace_config(plan, plan.config | early)):
                self.shown |= {sig(each, name, length=False) for name in each.variants}

    # what somebody does

    @initialize(said=st.sampled_from([(), (0,), (0, 1)]), trained=st.booleans())
    def as_the_lesson_asks(self, said: tuple[int, ...], trained: bool) -> None:
        """Most predict first, and train."""
        for which in said:
            self.predict("yes", which)
        if trained:
            self.play(3)

    @rule(choice=st.sampled_from(["yes", "no"]), which=st.integers(0, 1))
    def predict(self, choice: str, which: int) -> None:
        question = QUESTIONS[which]
        about = self.predicting.next
        if not about.covers(question):
            return
        of_next, store = self.is_of_plan(), self.session.store
        plan = (
            self.session.plan if of_next or not store.start else begun(store.history, store.start)
        )
        names = question.needs or tuple(plan.variants)
        asked = networks(plan, names)
        known = {sig(plan, name, length=False) for name in names} <= self.shown
        said = self.counted.setdefault(question.question, [])
        before = any(each == asked for _, each in said)
        counts = self.predicting.commit(question, choice)
        is_late = not of_next and (store.over or store.step > 0)
        assert counts == (not known and not before and not is_late)
        if counts:
            said.append((choice, asked))

    def run(self) -> RunFolder:
        assert self.session.run
        return self.session.run

    def is_of_plan(self) -> bool:
        """Whether there is no run to speak of, or another one is planned."""
        return self.session.store.start is None or self.session.needs_restart

    @rule(count=st.sampled_from([0, 1, 1, 2, 4]))
    def play(self, count: int) -> None:
        """Start a run if there is none, and let it train."""
        if self.session.is_recording or self.session.store.over:
            return
        if self.session.run is None:
            transport.play(self.session)
        self.train(self.run(), count)
        self.look()

    @precondition(lambda self: self.session.run and not self.session.store.over)
    @rule(how=st.sampled_from(["finished", "stopped", "killed"]))
    def finish(self, how: str) -> None:
        self.train(self.run(), STEPS if how == "finished" else 0)
        names = self.run().plan.variants
        ends = [NetworkEnd(variant=name, seed=0, step=STEPS, how=how) for name in names]
        say(self.run(), *(ends if how == "finished" else []), End(status=how, exit=0))
        self.look()
        self.session.detach()

    @rule(lr=st.sampled_from(["0.1", "0.5"]), batch=st.sampled_from(["8", "2"]))
    def set(self, lr: str, batch: str) -> None:
        """One knob that is live, and one that is not. A worker that lives obeys."""
        before = self.session.plan.config["lr"]
        turn(self.session, "lr", lr)
        turn(self.session, "batch", batch)
        run = self.session.run
        if run and self.session.has_worker and before != float(lr) and run.events.exists():
            step = self.trained.get(run.id, 0)
            say(run, Control(action="set", step=step, name="lr", value=float(lr)))
            self.look()

    @rule(names=st.sampled_from(RACES))
    def race(self, names: tuple[str, ...]) -> None:
        """Other networks, from the next run on."""
        plan = self.session.plan
        self.session.draft._become(variants={name: LESSON.variants[name] for name in names})
        assert plan.config == self.session.plan.config

    @rule()
    def restart(self) -> None:
        transport.restart(self.session)
        self.look()

    @precondition(lambda self: self.session.run and self.trained.get(self.session.run.id, 0) > 1)
    @rule(at=st.integers(1, STEPS - 1), lr=st.sampled_from([None, 0.1, 0.5]))
    def fork(self, at: int, lr: float | None) -> None:
        at = min(at, self.trained[self.run().id])
        if at >= self.run().plan.steps:
            return
        transport.fork(self.session, at, {} if lr is None else {"lr": lr})
        self.trained[self.run().id] = at
        self.look()

    @rule(place=st.integers(0, 9))
    def attach(self, place: int) -> None:
        """Another viewer of a run that is there, live or over."""
        if (run := self.known(place)) is not None:
            session = Session(LESSON, run.plan)
            session.attach(run, Idle(run))  # type: ignore[arg-type]
            self.open(session)

    @rule(place=st.integers(0, 9))
    def replay(self, place: int) -> None:
        if (run := self.known(place)) is not None:
            session = Session(LESSON, self.plan_of(run))
            follower = Follower(run.events)
            session.replay(follower, follower.read())
            self.open(session)

    def known(self, place: int) -> RunFolder | None:
        """One of the runs that are there; the latest is at 0."""
        runs = [run for run in all_runs() if run.events.exists()]
        return runs[place % len(runs)] if runs else None

    @rule(lr=st.sampled_from([0.1, 0.5]), count=st.integers(1, STEPS))
    def headless(self, lr: float, count: int) -> None:
        """`dl-lab run` in another terminal."""
        self.train(create(LESSON.plan(PAIR, settings={"steps": STEPS, "lr": lr})), count)

    @rule(lr=st.sampled_from([0.1, 0.5]))
    def afresh(self, lr: float) -> None:
        """The lesson opened again."""
        self.open(Session(LESSON, LESSON.plan(PAIR, settings={"steps": STEPS, "lr": lr})))

    @rule()
    def reset(self) -> None:
        self.progress.forget(LESSON.id)
        self.counted.clear()
        self.look()

    # what must be true

    @invariant()
    def every_verdict_is_of_this_run(self) -> None:
        """What the run answers, of networks with just the settings that were spoken of."""
        store = self.session.store
        for question, told in self.predicting.standings().items():
            self.check(next(q for q in QUESTIONS if q.question == question), told)
        if store.start is None:
            assert all(told.truth is None for told in self.predicting.standings().values())

    def check(self, prediction: Prediction, told: Standing) -> None:
        start, history = self.session.store.start, self.session.store.history
        plan = as_it_ran(history, start) if start else self.session.plan
        names = prediction.needs or tuple(plan.variants if plan else ())
        is_asked = plan is not None and set(names) <= set(plan.variants)
        asked = networks(plan, names) if plan and is_asked else None
        said = [choice for choice, of in self.counted.get(prediction.question, []) if of == asked]

        assert ([told.choice] if told.choice else []) == said
        answer = prediction.answer(history) if said and self.session.store.step else None
        assert answer == told.truth

    @invariant()
    def what_is_counted_was_said_before(self) -> None:
        """In memory and in the file."""
        for progress in (self.progress, Progress()):
            kept = progress.of(LESSON.id).predicted
            assert {q: [c for c, _ in said] for q, said in self.counted.items() if said} == {
                question: [each.choice for each in answers] for question, answers in kept.items()
            }


def as_it_ran(history: History, start: Start) -> Plan | None:
    """The settings that a run had from its first step to its last; None where they changed."""
    config = begun(history, start).config
    later = [turn for turn in history.turned if turn.step > 0 and config[turn.name] != turn.value]
    if any(turn.name not in overrides for turn in later for overrides in start.variants.values()):
        return None
    return begun(history, start)


def begun(history: History, start: Start) -> Plan:
    """With what its first step was trained."""
    turned = {turn.name: turn.value for turn in history.turned if turn.step == 0}
    return replace_config(LESSON.plan(tuple(start.variants)), start.config | turned)


def replace_config(plan: Plan, config: dict[str, Any]) -> Plan:
    return Plan(lesson=plan.lesson, config=config, variants=plan.variants, seeds=plan.seeds)


Learner.TestCase.settings = settings(
    max_examples=80,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestLearner = Learner.TestCase


def test_another_run_is_another_setup_wherever_it_lies_in_memory(home: Path) -> None:
    """What was known of a run that was let go is not taken for the one that got its place."""
    session = Session(LESSON, LESSON.plan(PAIR))
    predicting, rates = Predicting(session, Progress()), [rate / 100 for rate in range(1, 100)]
    found = []
    for rate in rates:
        for _ in range(2):  # the second gets the memory of the one before the last
            session.store = Store()
        config = session.plan.config | {"lr": rate}
        session.store.take_event(Start(
            run="r", lesson=LESSON.id, config=config, variants=session.plan.variants,
            seeds=[0], steps=STEPS, device="cpu",
        ))  # fmt: skip
        found.append(predicting.setup.config["lr"])

    assert rates == found


RIGHT, WRONG = Standing("yes", "yes"), Standing("no", "yes")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"A?": RIGHT}, "You predicted right: A?"),
        ({"A?": WRONG}, "You predicted wrong: A? You said: no. It was: yes"),
        ({"A?": RIGHT, "B?": RIGHT}, "2 of 2 predictions right"),
        ({"A?": WRONG, "B?": RIGHT, "C?": WRONG},
         "1 of 3 predictions right\nA? You said: no. It was: yes\nC? You said: no. It was: yes"),
    ],
)  # fmt: skip
def test_verdicts_that_come_at_once_are_one_message(told: dict[str, Standing], words: str) -> None:
    """They would lie over each other's panels; what was wrong is told in full."""
    assert words == in_one(told)
