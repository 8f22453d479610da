"""Slow motion: a run that waits between its steps, and nothing else about it is different."""

import math

from lessons.kit.stream.events import End, Event, State, Steps
from tests.tools.workers import LONG, Begin, Watched, until
from tests.toys.lesson90_line import lesson
from tui_lab.cli.tables import runs_listed
from tui_lab.protocol.commands import GoAt, Listener, Pause, Play, StepOn, Stop
from tui_lab.runs import places
from tui_lab.runs.sockets import listening
from tui_lab.runs.stream import recorded
from tui_lab.system.time_limit import TimeLimit
from tui_lab.worker.slow_motion import ALONE, SlowMotion


def slowed(begin: Begin, rate: float, **settings: object) -> Watched:
    """A run that goes at this pace from its first step on."""
    run = begin(paused=True, **settings)
    run.wait_for("paused")
    run.send(GoAt(rate=rate))
    run.send(Play())
    return run


def figures(watched: Watched) -> list[dict[str, list[float | None]]]:
    """Every scalar of every step, however many steps travelled in one line."""
    watched.wait_for("finished")
    found: dict[str, list[float | None]] = {}
    for event in recorded(watched.remote.run):
        if isinstance(event, Steps):
            for name, values in event.values.items():
                found.setdefault(name, []).extend(values)
    return [found]


def of_kind(kind: type[Event], watched: Watched) -> list[Event]:
    return [event for event in recorded(watched.remote.run) if isinstance(event, kind)]


def test_no_figure_changes(begin: Begin) -> None:
    """The same run at full speed and at 100 steps a second says the same, to the last bit."""
    fast, slow = begin(steps=30), slowed(begin, 100.0, steps=30)

    assert figures(fast) == figures(slow)
    ends = [of_kind(End, each)[-1] for each in (fast, slow)]
    assert ends[0].claims == ends[1].claims  # type: ignore[attr-defined]
    assert ends[0].reproduction == ends[1].reproduction  # type: ignore[attr-defined]


def test_every_viewer_is_told_the_pace(begin: Begin) -> None:
    """In the stream, and in the list of runs; a stop in the middle of a pause is obeyed at once."""
    run = slowed(begin, 0.1, **LONG)
    until(lambda: run.look().step == 1)
    listed = until(lambda: [row for row in runs_listed() if row["pace"]])
    assert [0.1] == [row["pace"] for row in listed]
    told = [event.pace for event in of_kind(State, run)]  # type: ignore[attr-defined]
    assert [0.0, 0.1, 0.1] == told  # paused, slowed down, played

    run.send(Stop())
    assert 1 == run.wait_for("stopped").step  # the next step was due in ten seconds


def test_a_pause_ends_the_waiting_and_a_step_does_not_wait(begin: Begin) -> None:
    """Ten seconds between two steps hold up neither `space` nor `s`; full speed is back at once."""
    run = slowed(begin, 0.1, **LONG)
    until(lambda: run.look().step == 1)
    run.send(Pause())
    run.wait_for("paused")
    run.send(StepOn(3))
    until(lambda: run.look().step == 4 and run.store.state == "paused")
    run.send(Play())
    run.send(GoAt())

    until(lambda: run.look().step > 100)


def test_slow_motion_takes_none_of_the_time_of_a_run() -> None:
    """Eight steps at 20 a second are more than 0.2 s, which is all the time there is."""
    from lessons.kit.engine.race import Race
    from tui_lab.worker.logbook import Logbook
    from tui_lab.worker.loop import Training

    run = places.create(lesson.plan(("free",), settings={"steps": 8}))
    race, listener = Race(lesson, run.plan), listening(run)
    race.tick()  # the first step of all loads what the others find
    logbook = Logbook(run, race, str(listener.path))
    logbook.say(race.start(run.id))
    training = Training(race, logbook, listener, limit=TimeLimit(0.2))
    training.slow_motion.go_at(20.0)
    end = training.go()
    listener.close()
    logbook.recorder.close()

    assert end and (8, "finished") == (race.step, end.status)


def test_who_is_alone_goes_at_full_speed() -> None:
    """Slow motion is for somebody who watches: a run left behind does not crawl for ever."""
    now, listener = 1000.0, Listener(None)
    motion = SlowMotion(listener, lambda: now)
    listener.watchers = 1
    motion.go_at(2.0)
    now += 10 * ALONE
    assert not motion.is_forgotten()
    listener.watchers = 0
    now += ALONE / 2
    assert not motion.is_forgotten()
    listener.looked_at = now  # somebody who watches by letters
    now += 0.9 * ALONE
    assert not motion.is_forgotten()
    now += ALONE

    assert motion.is_forgotten()
    listener.close()


def test_steps_come_evenly_and_none_is_made_up_for() -> None:
    """After a step that took 5 s at 2 steps a second the next one comes at once, and only one."""
    now, listener = 0.0, Listener(None)
    motion = SlowMotion(listener, lambda: now)
    assert 0.0 == motion.wait
    motion.go_at(2.0)
    assert 0.0 == motion.wait
    motion.stepped()
    assert math.isclose(0.5, motion.wait)
    now += 5.0
    assert 0.0 == motion.wait
    motion.stepped()
    assert 0.0 == motion.wait
    motion.stepped()
    assert math.isclose(0.5, motion.wait)
    motion.go_at(0.0)
    assert 0.0 == motion.wait
    listener.close()
