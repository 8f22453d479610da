"""What can happen to a run and its worker: real processes, really broken."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from lessons.kit.claims.conclusion import INTERRUPTED
from lessons.kit.engine.race import Race
from lessons.kit.stream.events import Checkpointed, End, Event, Resumed, Start, Steps
from tests.tools.commands import dl_lab
from tests.tools.workers import LONG, Begin, Watched, kill, until
from tests.toys.lesson90_line import lesson
from tests.worker.lesson91_faulty import lesson as faulty
from tui_lab.client.final_state import close_dead, condition, in_words, settle
from tui_lab.client.remote import Remote
from tui_lab.protocol.commands import Pause, Play, Set, StepOn, Stop
from tui_lab.runs import places
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.home import make_home
from tui_lab.runs.report import of_events
from tui_lab.runs.stream import Follower, recorded
from tui_lab.system.files import replace_file

KILLS = int(os.environ.get("DL_LAB_KILLS", "2"))
"""`make faults` kills more often."""


Figures = dict[tuple[str, int], list[float]]


def figures(run: RunFolder) -> Figures:
    """What a run measured, to the last bit."""
    return _losses(recorded(run))


def untouched(*variants: str, steps: int) -> Figures:
    """What it would have measured, had nothing happened to it: trained here and now."""
    return _losses(Race(lesson, lesson.plan(variants, settings={"steps": steps})).events())


def _losses(events: Iterable[Event]) -> Figures:
    _, history, _ = of_events(events)
    return {key: list(track.columns["loss"].values) for key, track in history.tracks.items()}


def test_killed_at_any_moment_nothing_is_lost(begin: Begin) -> None:
    """Again and again, wherever it happens to be: the numbers are those of an untouched run."""
    settings = {"steps": 1000, "slow": 0.0005 * KILLS}
    broken = begin("calm", "free", **settings)
    dice = random.Random(0)
    for _ in range(KILLS):
        until(lambda run=broken: run.look().step)
        time.sleep(dice.random() * 0.7)
        recorded_before = broken.remote.run.events.read_bytes()
        kill(broken)
        assert broken.remote.run.events.read_bytes().startswith(recorded_before)
        assert settle(broken.remote.run) is not None
        broken = begin.on(broken.remote.run)
    broken.wait_for("finished")

    assert untouched("calm", "free", steps=1000) == figures(broken.remote.run)
    follower = Follower(broken.remote.run.events)
    numbers = [event.seq for event in follower.read()]
    assert sorted(set(numbers)) == numbers
    assert follower.damaged <= KILLS


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("segfault", "crashed (signal 11)"), ("abort", "crashed (signal 6)"),
        ("exit", "exited with code 7"),
    ],
)  # fmt: skip
def test_a_worker_that_crashes_is_told_of(begin: Begin, how: str, words: str) -> None:
    """The run keeps what it had, says what happened, and can go on."""
    plan = faulty.plan(("one",), settings={"how": how, "at": 400, "steps": 500, "slow": 0.002})
    run = begin.on(places.create(plan))
    until(lambda: not run.remote.alive())
    end = close_dead(run.remote)
    told = settle(run.remote.run)

    assert ("killed", 70) == (end.status, end.exit)
    assert end.error and words in end.error.message
    assert "dl-lab resume" in end.error.fix
    assert told and told.metrics["one"]["0"]["loss"]["first"] is not None
    assert run.look().step > 1
    assert "File" in run.remote.run.log.read_text() or "exit" == how  # where it was, for us


def test_several_labs_that_start_one_run_are_one_worker(begin: Begin) -> None:
    """Whoever comes second is told so; the stream is that of one."""
    run = places.create(lesson.plan(("free",), settings=LONG))
    rivals = [begin.on(run) for _ in range(3)]
    workers = [rival.remote.worker for rival in rivals if rival.remote.worker]
    until(lambda: 2 == sum(worker.poll() is not None for worker in workers))
    rivals[0].send(Stop())  # whichever it is that trains
    until(lambda: all(worker.poll() is not None for worker in workers))

    assert [3, 3, INTERRUPTED] == sorted(worker.returncode for worker in workers)
    events = list(recorded(run))
    assert 1 == sum(isinstance(event, Start) for event in events)
    assert list(range(len(events))) == [event.seq for event in events]


def test_eight_viewers_see_and_steer_one_run(begin: Begin) -> None:
    """All of them follow; what one of them does, the others see."""
    run = begin("free", steps=1_000_000, slow=0.002)
    until(lambda: run.look().step)
    viewers = [Watched(Remote(run.remote.run)) for _ in range(8)]
    viewers[0].send(Pause())
    for viewer in viewers:
        viewer.wait_for("paused")
    paused_at = viewers[0].store.step
    viewers[1].send(Set("lr", 0.05))
    viewers[2].send(StepOn(3))
    for viewer in viewers:
        until(lambda viewer=viewer: 0.05 == viewer.look().config["lr"])
    threads = [threading.Thread(target=viewer.send, args=(Play(),)) for viewer in viewers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert not any(thread.is_alive() for thread in threads)
    for viewer in viewers:
        until(lambda viewer=viewer: viewer.look().step > paused_at + 10)
        viewer.remote.close()


def test_pids_are_used_again(begin: Begin) -> None:
    """A run whose worker's pid now belongs to somebody else is not alive, and gets no signal."""
    run = begin("free", steps=1_000_000, slow=0.002)
    until(lambda: run.look().step)
    kill(run)
    bystander = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    status = run.remote.run.status()
    assert status
    text = (run.remote.run.path / "status.json").read_bytes()
    stale = text.replace(f'"pid":{status.pid}'.encode(), f'"pid":{bystander.pid}'.encode())
    replace_file(run.remote.run.path / "status.json", stale)

    assert ("lost", None) == (condition(run.remote.run).state, condition(run.remote.run).pid)
    Remote(run.remote.run).signal(signal.SIGKILL)
    assert bystander.poll() is None
    bystander.kill()
    bystander.wait()


def test_after_a_reboot_the_runs_are_told_apart(begin: Begin, home: Path) -> None:
    """No process is left, and no socket: what is on disk says how each of them is."""
    done = begin("free", steps=5)
    done.wait_for("finished")
    playing, paused = begin("free", steps=1_000_000, slow=0.002), begin("free", paused=True)
    until(lambda: playing.look().step)
    paused.wait_for("paused")
    live = {run["run"]: run["state"] for run in dl_lab("ps", "--json").document}
    for watched in (playing, paused):
        kill(watched)
    for socket in home.glob("runs/*/socket"):
        socket.unlink()
    dead = {run["run"]: run["state"] for run in dl_lab("ps", "--json").document}

    names = [watched.remote.run.id for watched in (done, playing, paused)]
    assert ["finished", "playing", "paused"] == [live[name] for name in names]
    assert ["finished", "lost", "lost"] == [dead[name] for name in names]


def test_a_worker_that_says_nothing_is_told_so(begin: Begin) -> None:
    """Stopped, or in a step of an hour: it lives, and for how long it has been silent is known."""
    plan = faulty.plan(("one",), settings={"how": "stop", "at": 3, "slow": 0.01})
    run = begin.on(places.create(plan))
    worker = run.remote.worker
    assert worker
    until(lambda: "T" in Path(f"/proc/{worker.pid}/stat").read_text().rpartition(")")[2])
    until(lambda: condition(run.remote.run).silent > 1.5)
    now = condition(run.remote.run)

    assert "playing" == now.state
    assert "playing, no message for 2 min 5 s" == in_words("playing", 125.0)
    assert "playing" == in_words("playing", 20.0)
    os.kill(worker.pid, signal.SIGCONT)
    run.wait_for("finished")


def test_a_clock_that_is_set_back_is_no_silence(begin: Begin) -> None:
    """A beat from the future says that it lives; the run's own clock never goes back."""
    run = begin("free", paused=True)
    run.wait_for("paused")
    text = (run.remote.run.path / "status.json").read_bytes()
    head, beat, tail = text.partition(b'"beat":')
    replace_file(run.remote.run.path / "status.json", head + beat + b"9" + tail)

    assert 0.0 == condition(run.remote.run).silent


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """The lab's folder on a disk of its own of 1 MiB; call it to mount it again, otherwise."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(place)]
    if os.getuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a disk")
    monkeypatch.setenv("DL_LAB_DIR", str(place))

    def again(options: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{options}", str(place)], check=True)

    yield again
    subprocess.run(["umount", "-l", str(place)], check=False)


def test_a_disk_that_fills_up(small_disk: Callable[[str], None], begin: Begin) -> None:
    """What fits is kept and says why it ends; with room again the run goes on, to the same bits."""
    settings = {"steps": 900, "slow": 0.0015, "noise": True}  # slow, not long: it is trained twice
    ballast = make_home() / "ballast"
    run = begin("calm", "free", **settings)
    until(lambda: run.look().checkpoint)
    with suppress(OSError):
        ballast.write_bytes(bytes(2**20))
    until(lambda: not run.remote.alive())
    end = run.look().end or close_dead(run.remote)

    assert end.error and "can no longer be recorded (No space left on device)" in end.error.message
    assert 0 == Follower(run.remote.run.events).damaged
    ballast.unlink()
    again = begin.on(run.remote.run)
    again.wait_for("finished")
    assert untouched("calm", "free", steps=900) == figures(again.remote.run)


def test_a_disk_that_is_read_only(small_disk: Callable[[str], None], begin: Begin) -> None:
    """Nothing can be kept there: that is said before anything is trained, and the past is seen."""
    run = begin("free", steps=5)
    run.wait_for("finished")
    run.remote.worker and run.remote.worker.wait()
    small_disk("ro")

    assert "Read-only file system" in dl_lab("run", "lesson3", "--steps", "2").complaint
    assert "finished" == dl_lab("ps", "--json").document[0]["state"]
    assert "finished" == dl_lab("replay", run.remote.run.id, "--json").document["status"]
    assert "Read-only file system" in dl_lab("rm", run.remote.run.id).complaint


def test_going_on_says_what_is_not_as_it_was(begin: Begin, home: Path) -> None:
    """A damaged checkpoint is passed over, other code is trained: both are said, not hidden."""
    run = begin("free", steps=3000, slow=0.002)
    until(lambda: sum(isinstance(event, Checkpointed) for event in recorded(run.remote.run)) > 1)
    kill(run)
    settle(run.remote.run)
    latest, *before = run.remote.run.checkpoint_folders()
    (latest / "tensors.safetensors").write_bytes(b"torn")
    lines = run.remote.run.events.read_bytes()
    [start] = [event for event in recorded(run.remote.run) if isinstance(event, Start)]
    run.remote.run.events.write_bytes(lines.replace(start.lesson_hash.encode(), b"0" * 12))
    again = dl_lab("resume", run.remote.run.id, "--json")
    [resumed] = [event for event in recorded(run.remote.run) if isinstance(event, Resumed)]

    step = int(before[0].name)
    assert f"step {latest.name} is damaged: training continues after {step}" in resumed.notes[0]
    assert [step] == [position.step for position in resumed.at]
    assert "code has changed" in resumed.notes[1]
    assert all(note in again.err for note in resumed.notes)
    assert "finished" == again.document["status"]


def test_the_terminal_goes_and_training_stays(begin: Begin) -> None:
    """A hang-up reaches everybody in the terminal: the worker is in no terminal."""
    run = begin("free", steps=1_000_000, slow=0.002)
    until(lambda: run.look().step)
    worker = run.remote.worker
    assert worker
    assert os.getsid(worker.pid) == worker.pid != os.getsid(0)
    os.kill(worker.pid, signal.SIGHUP)
    os.kill(worker.pid, signal.SIGINT)
    before = run.look().step
    until(lambda: run.look().step > before + 50)

    assert not any(isinstance(event, End) for event in recorded(run.remote.run))
    assert any(isinstance(event, Steps) for event in recorded(run.remote.run))
