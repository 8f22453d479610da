"""The real worker process: played, paused, stepped, turned, asked, stopped and killed."""

import shutil
import socket
import stat
import time
from pathlib import Path
from typing import Any

import pytest

from lessons.kit import History
from lessons.kit.engine.race import Race
from lessons.kit.stream.events import End, State
from tests.tools.commands import PATIENCE
from tests.tools.workers import LONG, Begin, Watched, kill, until
from tests.toys.lesson90_line import lesson
from tui_lab.client.deaths import last_words
from tui_lab.client.final_state import condition, settle
from tui_lab.client.remote import Remote, Spare
from tui_lab.protocol.commands import Ask, Pause, Play, Set, StepOn, Stop
from tui_lab.runs import places
from tui_lab.runs.report import of_events
from tui_lab.runs.stream import recorded


def untouched(turn_after: int = 0, *, steps: int, lr: float = 0.1, **settings: Any) -> float:
    """The last loss of a run that nobody disturbed, trained here; `lr` turned after a step."""
    race = Race(lesson, lesson.plan(("free",), settings={"steps": steps, **settings}))
    history = History()
    while not race.over:
        if race.step == turn_after:
            race.turn("lr", lr)
        race.tick()
    for event in race.collect():
        history.take_event(event)
    return history.track("free", 0).columns["loss"].values[-1]


def last_loss(remote: Remote, variant: str = "free") -> float | None:
    start, history, _ = of_events(recorded(remote.run))
    assert start is not None
    return history.last(variant, "loss")[0]


def test_a_paused_worker_steps_when_told_to(begin: Begin) -> None:
    """Ready and paused; one step, ten steps, then play to the end."""
    run = begin(paused=True)
    run.wait_for("paused")
    assert 0 == run.store.step
    run.send(StepOn())
    until(lambda: run.look().step == 1 and run.store.state == "paused")
    run.send(StepOn(10))
    until(lambda: run.look().step == 11 and run.store.state == "paused")
    run.send(Play())

    assert 40 == run.wait_for("finished").step


def test_stepping_shows_every_picture(begin: Begin) -> None:
    """Somebody who steps by hand sees each step, due or not."""
    run = begin(paused=True)
    run.wait_for("paused")
    run.send(StepOn(7))
    until(lambda: run.look().step == 7 and run.store.state == "paused")

    assert 7 == run.store.picture("weights", "free", 0).step


def test_pause_holds_the_step_and_play_goes_on(begin: Begin) -> None:
    """Between pause and play nothing moves."""
    run = begin(**LONG)
    run.wait_for("playing")
    run.send(Pause())
    step = run.wait_for("paused").step
    time.sleep(0.3)
    assert step == run.look().step
    run.send(Play())

    until(lambda: run.look().step > step)


def test_a_live_knob_changes_the_running_network(begin: Begin) -> None:
    """The change is written down with its step, and the others are refused in words."""
    run = begin(paused=True, **LONG)
    run.wait_for("paused")
    assert run.send(Set("lr", 0.5)).ok
    until(lambda: run.look().config["lr"] == 0.5)

    assert "fixed while training" in run.send(Set("batch", 4)).error
    assert "from 1e-05 to 10" in run.send(Set("lr", 99.0)).error
    assert "did you mean 'lr'" in run.send(Set("lrr", 0.1)).error


def test_a_network_answers_while_it_trains(begin: Begin) -> None:
    """A question gets its answer, also in the stream; a bad one an error, and training goes on."""
    run = begin(paused=True, **LONG)
    run.wait_for("paused")
    run.send(StepOn())
    until(lambda: run.look().step == 1)
    reply = run.send(Ask("1.5"))

    assert reply.ok
    assert float(reply.text) == float(until(lambda: run.look().answers)[0].answer)
    assert "could not convert" in run.send(Ask("what?")).error
    assert run.remote.alive()


@pytest.mark.fresh
def test_a_spare_worker_takes_a_run(begin: Begin) -> None:
    """It has loaded torch before anybody waits; given a run, it trains it like any other."""
    spare = Spare()
    spare.prepare()
    remote = spare.assign_run(places.create(lesson.plan(("free",))), paused=True)
    assert remote
    begin.started.append(remote)
    run = Watched(remote)
    run.wait_for("paused")
    run.send(Play())

    assert 40 == run.wait_for("finished").step
    assert spare.assign_run(remote.run) is None  # there was one


def test_a_spare_worker_leaves_when_nobody_needs_it() -> None:
    """Whoever asked for it is gone: so is the worker."""
    spare = Spare()
    spare.prepare()
    worker = spare._worker
    assert worker
    assert worker.stdin
    worker.stdin.close()

    assert 0 == worker.wait(30)
    spare.close()


def test_stop_writes_the_report(begin: Begin) -> None:
    """A stopped run has its end, its report and the exit code of an interruption."""
    run = begin(**LONG)
    run.wait_for("playing")
    run.send(Stop())
    store = run.wait_for("stopped")

    assert isinstance(store.end, End)
    assert 130 == store.end.exit == run.remote.worker.wait()  # type: ignore[union-attr]
    assert run.remote.run.report.is_file()
    assert "stopped" == condition(run.remote.run).state


@pytest.mark.fresh
def test_kill_9_and_resume_end_in_the_same_bits(begin: Begin) -> None:
    """Killed half-way and resumed, the last loss is that of a run nobody disturbed."""
    settings = {"steps": 1000, "slow": 0.004, "optimizer": "adam"}
    killed = begin("free", **settings)
    until(lambda: killed.look().checkpoint)
    kill(killed)
    assert "lost" == condition(killed.remote.run).state
    assert settle(killed.remote.run) is not None
    resumed = begin.on(killed.remote.run)
    store = resumed.wait_for("finished")

    assert 1000 == store.step
    assert untouched(steps=1000, optimizer="adam") == last_loss(resumed.remote)


def test_a_killed_worker_leaves_words_and_everything_recorded(begin: Begin) -> None:
    """Whoever looks gives the run its end: lost, with what happened and the fix."""
    run = begin(**LONG)
    until(lambda: run.look().step > 20)
    kill(run)
    end = settle(run.remote.run)

    assert end is not None
    assert ("lost", 3) == (end.status, end.exit)
    assert end.error is not None
    assert end.metrics["free"]["0"]["loss"]["first"] is not None
    assert end == settle(run.remote.run)  # a second look writes nothing more


def test_one_run_has_one_worker(begin: Begin) -> None:
    """A second worker on the same run leaves at once and says why."""
    run = begin(paused=True)
    run.wait_for("paused")
    second = begin.on(run.remote.run).remote.worker
    assert second
    assert 3 == second.wait()
    words = last_words(second)

    assert words is not None
    assert "already being trained" in words.error.message


def test_without_its_lifeline_a_worker_stops(begin: Begin) -> None:
    """A foreground run does not outlive whoever started it, and still writes its report."""
    run = begin.on(places.create(lesson.plan(("free",), settings=LONG)), lifeline=True)
    run.wait_for("playing")
    assert run.remote.worker
    assert run.remote.worker.stdin
    run.remote.worker.stdin.close()

    assert run.wait_for("stopped").end is not None


def test_garbage_on_the_socket_closes_that_connection_only(begin: Begin) -> None:
    """A line that is no command ends its own connection; training and others go on."""
    run = begin(paused=True)
    run.wait_for("paused")
    status = run.remote.run.status()
    assert status is not None
    for garbage in (b"\xff\xfe\n", b'{"do":"explode"}\n', b"x" * 200_000):
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(status.socket)
            try:
                line.sendall(garbage)
                assert b"" == line.recv(100)
            except OSError:
                pass  # hung up on us while we were still shouting

    assert run.send(StepOn()).ok


def test_only_the_owner_can_read_a_run(begin: Begin) -> None:
    """A GPU box is shared: folders 0700, files and the socket 0600."""
    run = begin(paused=True)
    run.wait_for("paused")
    status = run.remote.run.status()
    assert status is not None

    def mode(path: Path) -> int:
        return stat.S_IMODE(path.stat().st_mode)

    folder = run.remote.run.path
    assert 0o700 == mode(folder) == mode(folder.parent)
    assert {0o600} == {mode(path) for path in folder.iterdir() if path.is_file()}
    assert 0o600 == mode(Path(status.socket))


def test_a_torn_stream_is_taken_up_again(begin: Begin) -> None:
    """Killed between the bytes of a line: the next worker starts on a line of its own."""
    run = begin(paused=True)
    run.wait_for("paused")
    kill(run)
    with run.remote.run.events.open("ab") as file:
        file.write(b'{"type":"steps","var')
    again = begin.on(run.remote.run)
    store = again.wait_for("finished")

    assert 40 == store.step
    assert 1 == again.remote.follower.damaged


def test_a_damaged_checkpoint_falls_back(begin: Begin) -> None:
    """Resume takes the checkpoint before, or the beginning; the result is the same."""
    run = begin("free", steps=300, slow=0.01)
    until(lambda: run.look().checkpoint)
    kill(run)
    for folder in run.remote.run.checkpoint_folders():
        (folder / "tensors.safetensors").write_bytes(b"\0\0\0")
    again = begin.on(run.remote.run)
    again.wait_for("finished")

    assert untouched(steps=300) == last_loss(again.remote)


def test_stopping_before_the_first_step_keeps_what_was_saved(begin: Begin) -> None:
    """Resumed and stopped at once: the weights of the checkpoint are not written over."""
    run = begin("free", steps=300, slow=0.005)
    until(lambda: run.look().step > 20)
    run.send(Stop())
    run.wait_for("stopped")
    kill(run)
    for _ in range(2):
        again = begin.on(run.remote.run, paused=True)
        again.wait_for("paused")
        again.send(Stop())
        until(lambda again=again: not again.remote.alive())
    last = begin.on(run.remote.run)
    until(lambda: last.look().state == "finished" and last.store.step == 300)

    assert untouched(steps=300) == last_loss(last.remote)


def test_a_knob_survives_a_kill(begin: Begin) -> None:
    """Turned, killed and resumed, the run goes on with the knob where it was turned to."""
    killed = begin("free", paused=True, steps=60)
    killed.wait_for("paused")
    killed.send(StepOn(5))
    until(lambda: killed.look().step == 5 and killed.store.state == "paused")
    killed.send(Set("lr", 0.4))
    killed.send(StepOn(20))
    until(lambda: killed.look().step == 25)
    kill(killed)
    resumed = begin.on(killed.remote.run)
    resumed.wait_for("finished")

    assert untouched(5, steps=60, lr=0.4) == last_loss(resumed.remote)


def test_a_run_whose_folder_is_deleted_ends(begin: Begin) -> None:
    """It trains for nobody any more: the worker leaves, and does not make the folder anew."""
    run = begin(**LONG)
    until(lambda: run.look().step > 5)
    shutil.rmtree(run.remote.run.path)

    assert run.remote.worker
    assert 3 == run.remote.worker.wait(PATIENCE)
    assert not run.remote.run.path.exists()


@pytest.mark.fresh
def test_a_warming_worker_is_known_and_listens(begin: Begin) -> None:
    """Before torch is loaded `ps` tells the truth, and a stop is obeyed when it can be."""
    run = begin(**LONG)
    status = until(lambda: run.remote.run.status())
    assert "warming" == status.state
    assert run.remote.worker
    assert run.remote.worker.pid == condition(run.remote.run).pid
    assert run.send(Stop()).ok

    assert 0 == run.wait_for("stopped").step


def test_a_paused_run_nobody_watches_parks_and_can_be_resumed(tmp_path: Path) -> None:
    """After a while it saves itself and leaves, so that it holds no memory."""
    from lessons.kit.engine.race import Race
    from tui_lab.runs.sockets import listening
    from tui_lab.worker.logbook import Logbook
    from tui_lab.worker.loop import Training

    run = places.create(lesson.plan(("free",)))
    race = Race(lesson, run.plan)
    listener = listening(run)
    logbook = Logbook(run, race, str(listener.path))
    logbook.say(race.start(run.id))
    end = Training(race, logbook, listener, paused=True, park_after=0.3).go()
    listener.close()
    logbook.recorder.close()

    assert end is None
    assert "parked" == condition(run).state
    assert any(isinstance(e, State) and e.state == "parked" for e in recorded(run))
    assert run.checkpoint_folders()
