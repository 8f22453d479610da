"""A fork anywhere in a run: what is trained again is what was trained, to the last bit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import lessons
from lessons.kit import History, Plan
from lessons.kit.claims.history import results
from lessons.kit.data.brought import silent
from lessons.kit.engine.checkpoints import write_checkpoint
from lessons.kit.engine.race import Race
from lessons.kit.stream.events import (
    Control,
    Event,
    Forked,
    PictureEvent,
    Position,
    Resumed,
    Start,
    Steps,
)
from tests.tools.commands import TOY
from tui_lab.client.fork import Branch, branch_of, fork
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.past import past_of
from tui_lab.runs.places import create
from tui_lab.runs.recorder import Recorder
from tui_lab.runs.stream import recorded
from tui_lab.worker.retrace import retraced

STEPS = 24
Turns = dict[int, float]
"""After which step the learning rate was turned, and to what."""


def planned(**settings: Any) -> Plan:
    return lessons.load(TOY).plan(
        ("calm", "wild"), settings={"steps": STEPS, **settings}, seeds=2, device="cpu"
    )


def go_on(run: RunFolder, race: Race, turns: Turns, kept: set[int]) -> None:
    """Train to the end as a worker does: turns and checkpoints between two steps."""
    pen = Recorder(run.events)
    while True:
        if race.step in turns:
            race.turn("lr", turns[race.step])
            pen.write([Control(action="set", step=race.step, name="lr", value=turns[race.step])])
        if race.step in kept or (race.step in turns and race.step):
            run.checkpoints.mkdir(exist_ok=True)
            write_checkpoint(run.checkpoints / str(race.step), race.save())
        if race.over:
            break
        happened = race.tick()
        pen.write([*race.collect(), *happened])
    pen.flush()
    pen.close()


def trained(turns: Turns, kept: set[int]) -> RunFolder:
    """A run that is over."""
    run = create(planned())
    race = Race(lessons.load(TOY), run.plan)
    pen = Recorder(run.events)
    pen.write([race.start(run.id)])
    pen.close()
    go_on(run, race, turns, kept)
    return run


def forked(run: RunFolder, at: int, turns: Turns, kept: set[int], **values: Any) -> RunFolder:
    """A fork that is over; what is turned and kept in it comes after it began."""
    child, _ = fork(run, at, values)
    fresh = Race(lessons.load(TOY), child.plan)
    past = child.file.past
    assert past
    race, notes = retraced(fresh, child, past, silent)
    assert [] == notes
    go_on(child, race, turns, kept)
    return child


def figures(run: RunFolder) -> Any:
    history = History()
    for event in recorded(run):
        history.take_event(event)
    return results(history), {
        key: {name: (list(c.steps), [repr(v) for v in c.values]) for name, c in t.columns.items()}
        for key, t in history.tracks.items()
    }


STEP, RATE = st.integers(1, STEPS - 1), st.sampled_from([0.01, 0.2, 0.05])


@given(
    at=STEP, kept=st.sets(STEP, max_size=4),
    turns=st.dictionaries(st.integers(0, STEPS - 1), RATE, max_size=3),
)  # fmt: skip
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@pytest.mark.train
def test_a_fork_that_turns_nothing_is_the_run_itself(
    at: int, kept: set[int], turns: Turns, home: Path
) -> None:
    """At any step, whatever checkpoints there are, whatever was turned before and after it.

    And forked once more, before or after the place where it left the first.
    """
    run = trained(turns, kept)
    later = {step: value for step, value in turns.items() if step > at}
    child = forked(run, at, later, {step + 1 for step in kept if at < step + 1 < STEPS})
    assert figures(run) == figures(child)

    again = STEPS - at
    rest = {step: value for step, value in turns.items() if step > again}
    assert figures(run) == figures(forked(child, again, rest, set()))


@given(at=STEP, kept=st.sets(STEP, max_size=3), first=st.integers(1, STEPS - 1))
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@pytest.mark.train
def test_new_settings_begin_after_the_step(at: int, kept: set[int], first: int, home: Path) -> None:
    """A fork's rate counts from the step on where it was pointed: as if turned there by hand.

    Also in a fork of a fork whose parent is gone.
    """
    by_hand = trained({first: 0.2, at: 0.01}, kept)
    run = trained({first: 0.2}, kept)
    later = {first: 0.2} if first > at else {}
    child = forked(run, at, later, set(), lr=0.01)
    run.remove()
    if first != at:
        assert figures(by_hand) == figures(child)
    rest = {step: value for step, value in {first: 0.2, at: 0.01}.items() if step > first}
    grandchild = forked(child, first, rest, set())
    assert figures(child) == figures(grandchild)


def test_a_finished_run_may_be_trained_longer(home: Path) -> None:
    """A fork at its last step has more of them: what had finished goes on."""
    run = trained({}, {10})
    child = forked(run, STEPS, {}, set(), steps=STEPS + 6)
    longest = {key: len(t.columns["loss"].steps) for key, t in history_of(child).tracks.items()}
    assert {STEPS + 6} == set(longest.values())


def history_of(run: RunFolder) -> History:
    history = History()
    for event in recorded(run):
        history.take_event(event)
    return history


def test_what_comes_out_otherwise_is_said(home: Path) -> None:
    """Another machine, another torch: the past that is recorded is not the one that was trained."""
    run = trained({}, {10})
    text = run.events.read_text()
    changed = text.replace('"first":15,', '"first":15,', 1)
    history = history_of(run)
    value = history.track("calm", 0).columns["loss"].values[14]
    assert str(value) in changed
    run.events.write_text(changed.replace(str(value), "123.5"))
    child, _ = fork(run, 15, {})
    past = child.file.past
    assert past
    _, notes = retraced(Race(lessons.load(TOY), child.plan), child, past, silent)

    assert ["steps 11 to 15 gave results that differ from the recording"] == notes


def test_where_a_fork_begins_is_said_beforehand(home: Path) -> None:
    """From which checkpoint, and how much is trained again."""
    run = trained({}, {4, 9})
    told = {at: str(branch_of(run, at)) for at in (2, 4, 5, 8, 24)}

    assert {
        2: "fork at 2: trains 1 to 2 again from the start",
        4: "fork at 4, from an existing checkpoint",
        5: "fork at 5: trains step 5 again from the checkpoint at 4",
        8: "fork at 8: trains 5 to 8 again from the checkpoint at 4",
        24: "fork at 24: trains 10 to 24 again from the checkpoint at 9",
    } == told
    (run.checkpoints / "9" / "networks.json").write_text("{")
    assert Branch(run, 24, run.checkpoints / "4") == branch_of(run, None)


@pytest.mark.parametrize("at", [2, 3, 4, 5, 8])
def test_the_past_is_cut_at_the_step(at: int) -> None:
    """Batches, buckets and what was no number; of what was trained twice the later."""
    events: list[Event] = [
        Start(run="r", lesson="l", config={}, variants={"a": {}}, seeds=[0], steps=9, device="cpu",
              forked=Forked("q", 1)),
        Steps(variant="a", seed=0, first=1, values={"loss": [1.0, None, 3.0, 4.0]},
              nonfinite={"loss": {2: "nan"}}),
        PictureEvent(variant="a", seed=0, step=4, panel="p", value=1),
        Resumed(at=[Position("a", 0, 3)]),
        Steps(variant="a", seed=0, first=4, at=[5, 7], values={"loss": [5.0, None]},
              nonfinite={"loss": {7: "inf"}}, low={"loss": [4.0, 6.0]}, high={"loss": [5.0, 7.0]}),
    ]  # fmt: skip
    history = History()
    for event in [events[0], *past_of(events, at)]:
        history.take_event(event)
    column = history.track("a", 0).columns["loss"]

    known = {2: [1, 2], 3: [1, 2, 3], 4: [1, 2, 3], 5: [1, 2, 3, 5], 8: [1, 2, 3, 5, 7]}
    assert known[at] == list(column.steps)
    assert len(column.steps) == len(column.low) == len(column.high)
