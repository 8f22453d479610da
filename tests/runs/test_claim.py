"""Runs in a folder that several machines share: who has one, and that nobody trains it twice."""

import errno
import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from lessons.kit.errors import BadUsage
from lessons.kit.stream.events import End
from tests.tools.workers import LONG, Begin
from tests.toys.lesson90_line import lesson
from tui_lab.cli.runs.stop import stop_run
from tui_lab.cli.tables import runs_listed
from tui_lab.cli.training import refuse_resume
from tui_lab.client.final_state import close_dead, condition, in_words, kill_run, settle
from tui_lab.client.remote import Remote
from tui_lab.protocol.commands import Pause
from tui_lab.protocol.status import Status
from tui_lab.runs import places
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.hold import FILE, AlreadyHeldError, Hold, LostClaimError, claim_of
from tui_lab.runs.recorder import Recorder


class Machines:
    """Which machine we are; its locks do not reach the others."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.patch = patch

    def go_to(self, host: str) -> None:
        self.patch.setattr("tui_lab.runs.hold.this_machine", lambda: (host, f"boot of {host}"))
        self.patch.setattr(fcntl, "flock", lambda *_: None)


@pytest.fixture
def machines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Machines]:
    """Other machines than ours, with our home."""
    yield Machines(monkeypatch)


def grow_old(run: Path, seconds: float = 100.0) -> None:
    """Nobody has renewed the claim for so long."""
    then = (run / FILE).stat().st_mtime - seconds
    os.utime(run / FILE, (then, then))


def begun(state: str = "playing") -> RunFolder:
    """A run that a worker began."""
    run = places.create(lesson.plan(("free",)))
    run.write_status(Status(state, 7, 1, 0.0, 0.0, ""))
    return run


def test_a_run_on_another_machine_is_seen_and_stopped(
    begin: Begin, machines: Machines, capsys: pytest.CaptureFixture[str]
) -> None:
    """`ps` says where it is; `resume` refuses; `stop` reaches it; a signal goes to nobody here."""
    worker = begin(**LONG)
    worker.wait_for("playing")
    run = worker.remote.run
    claim = claim_of(run.path)
    assert claim
    host = claim.host  # the machine that the tests are on
    machines.go_to("elsewhere")
    [row] = runs_listed()

    assert ("playing", host) == (row["state"], row["host"])
    assert f"playing on {host}" == in_words(row["state"], 0.0, row["host"])
    with pytest.raises(BadUsage, match=f"is playing on {host}"):
        refuse_resume(run)
    with pytest.raises(AlreadyHeldError, match=f"trained on {host}"), run.held():
        pass
    assert settle(run) is None
    kill_run(Remote(run))
    remote = Remote(run)
    assert remote.send(Pause()).ok
    remote.close()
    worker.wait_for("paused")
    stop_run(run.id)
    assert "stopped at step" in capsys.readouterr().err
    assert worker.wait_for("stopped").end
    assert [None] == [row["host"] for row in runs_listed()]


def test_a_silent_machine_is_unknown_and_its_run_can_be_taken_over(machines: Machines) -> None:
    """Nobody can tell a dead machine from one that sleeps: looking at it ends nothing."""
    run = begun()
    machines.go_to("box1")
    Hold(run.path)
    Recorder(run.events).close()
    machines.go_to("box2")
    assert ("playing", "box1") == (condition(run).state, condition(run).host)
    grow_old(run.path)
    now = condition(run)
    end = close_dead(Remote(run))

    assert ("unknown", "box1") == (now.state, now.host)
    assert "unknown on box1, no message for 1 min 40 s" == in_words(now.state, now.silent, now.host)
    assert end.error and "no message came from its worker on box1" in end.error.message
    assert isinstance(end, End) and b"" == run.events.read_bytes()
    with pytest.raises(BadUsage, match="unknown on box1; if that machine is still up"):
        stop_run(run.id)
    refuse_resume(run)
    with run.held():
        assert not run.alive() or condition(run).host == ""


def test_a_machine_that_was_started_again_has_lost_its_runs(machines: Machines) -> None:
    """Its name is the same, and nobody there knows anything of the process that there was."""
    run = begun()
    machines.go_to("box1")
    Hold(run.path)
    machines.patch.setattr("tui_lab.runs.hold.this_machine", lambda: ("box1", "another boot"))
    assert "playing" == condition(run).state  # for a minute: another box1 could be meant
    grow_old(run.path)

    assert ("lost", "") == (condition(run).state, condition(run).host)
    assert settle(run) is None  # it never said a word
    assert close_dead(Remote(run)).error
    with run.held():
        pass


def test_whoever_was_taken_over_writes_nothing_more(machines: Machines) -> None:
    """A machine that slept wakes up: its worker finds out before the next line that it writes."""
    run = begun()
    machines.go_to("box1")
    old = Hold(run.path)
    old.renew()
    old.require()
    grow_old(run.path)
    machines.go_to("box2")
    new = Hold(run.path)
    machines.go_to("box1")
    old._renewed -= 100  # its clock went on meanwhile
    with pytest.raises(LostClaimError, match="taken over"):
        old.require()
    old.release()

    assert new.life == getattr(claim_of(run.path), "life", None)
    new.require()


def test_of_many_that_take_over_one_succeeds(machines: Machines) -> None:
    """All of them see that the owner is silent, at the same moment."""
    run = begun()
    for _ in range(20):
        machines.go_to("box1")
        Hold(run.path)
        grow_old(run.path)
        machines.go_to("box2")
        gate, winners = threading.Barrier(6), list[Hold]()

        def try_it(gate: threading.Barrier = gate, winners: list[Hold] = winners) -> None:
            gate.wait()
            with suppress(AlreadyHeldError):
                winners.append(Hold(run.path))

        rivals = [threading.Thread(target=try_it) for _ in range(6)]
        machines.patch.setattr("tui_lab.runs.hold.this_machine", _each_its_own)
        for rival in rivals:
            rival.start()
        for rival in rivals:
            rival.join()

        assert 1 == len(winners)
        winners[0].release()
    assert [] == [path.name for path in run.path.iterdir() if path.name.startswith(".")]


def _each_its_own() -> tuple[str, str]:
    return threading.current_thread().name, "boot"


def test_after_a_kill_on_this_machine_the_lock_decides() -> None:
    """A claim of ours that nobody renewed, of a process that is gone, holds up nobody."""
    run = begun()
    Hold(run.path)  # and never released

    assert not run.alive()
    with run.held():
        assert run.alive()
    assert claim_of(run.path) is None


def test_a_claim_that_is_just_being_written_counts(machines: Machines) -> None:
    """Between its making and its first byte it is somebody's."""
    run = begun()
    (run.path / FILE).touch()
    machines.go_to("box1")

    assert run.alive()
    with pytest.raises(AlreadyHeldError, match="on another machine"), run.held():
        pass


def test_a_pid_of_another_machine_gets_no_signal(machines: Machines) -> None:
    """The number is the same, the process is somebody else's."""
    run = places.create(lesson.plan(("free",)))
    machines.go_to("box1")
    run.write_status(Status.of_this_process("playing", 1, ""))
    Hold(run.path)
    machines.go_to("box2")
    sent = []
    machines.patch.setattr(os, "kill", lambda *what: sent.append(what))
    kill_run(Remote(run))

    assert [] == sent
    assert run.alive()


def test_a_full_disk_leaves_no_claim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the run would be said to be trained on another machine, and wait for a minute."""

    def full(handle: int, *_: object) -> None:
        os.close(handle)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fdopen", full)
        with pytest.raises(OSError, match="No space left"):
            Hold(tmp_path)

    assert claim_of(tmp_path) is None
    Hold(tmp_path).release()
