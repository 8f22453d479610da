"""Commands through the run's folder: from anybody who may, each once, and from nobody else."""

import os
import socket
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.workers import LONG, Begin, until
from tests.toys.lesson90_line import lesson
from tui_lab.cli.runs.stop import stop_run
from tui_lab.client.final_state import condition
from tui_lab.client.remote import Remote
from tui_lab.protocol.commands import (
    Ask,
    Checkpoint,
    Listener,
    Pause,
    Play,
    Reply,
    Set,
    StepOn,
    Stop,
    Watch,
)  # fmt: skip
from tui_lab.runs import letters, places
from tui_lab.runs.hold import FILE, Hold
from tui_lab.runs.letters import COMMANDS, REPLIES, Letter, Letterbox
from tui_lab.runs.sockets import listening, socket_paths

COMMAND = st.one_of(
    st.builds(StepOn, st.integers(1, 9)), st.builds(Ask, st.text(max_size=9)),
    st.builds(Set, st.text(max_size=5), st.floats(allow_nan=False, allow_infinity=False)),
    st.sampled_from([Play(), Pause(), Stop(), Checkpoint(), Watch()]),
)  # fmt: skip
FOR = st.sampled_from(["us", "the one before", ""])
GARBAGE = st.binary(max_size=40).filter(lambda line: b"\n" not in line and b"\r" not in line)


def letter(to: str, command: object, name: str) -> bytes:
    return msgspec.json.encode(Letter(to, msgspec.structs.replace(command, id=name)))  # type: ignore[type-var]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("box")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(GARBAGE, st.tuples(FOR, COMMAND, st.integers(0, 6)))), st.integers(1, 3))
def test_what_is_for_us_is_found_once(place: Path, lines: list[object], looks: int) -> None:
    """Among garbage, torn lines and what was for the worker before; however often it is there."""
    box = Letterbox(place, "us")
    written = [
        line if isinstance(line, bytes) else letter(line[0], line[1], f"id{line[2]}")  # type: ignore[index]
        for line in lines
    ]
    found = []
    for part in range(looks):
        with (place / COMMANDS).open("ab") as file:
            file.write(b"".join(b"\n" + line + b"\n" for line in written[part::looks]))
        found += box.new()

    wanted = {f"id{line[2]}" for line in lines if isinstance(line, tuple) and line[0] == "us"}
    assert sorted(wanted) == sorted(command.id for command in found)
    assert [] == box.new()


@pytest.mark.parametrize("how", ["writable by all", "a link", "of two names", "a pipe", "gone"])
def test_what_others_could_have_written_is_not_obeyed(tmp_path: Path, how: str) -> None:
    """A command to stop in a file that is not the owner's alone is no command."""
    box, file = Letterbox(tmp_path, "us"), tmp_path / COMMANDS
    file.write_bytes(letter("us", Stop(), "1") + b"\n")
    if how == "writable by all":
        file.chmod(0o666)
    elif how == "of two names":
        os.link(file, tmp_path / "other")
    elif how == "a link":
        file.rename(tmp_path / "other")
        file.symlink_to(tmp_path / "other")
    else:
        file.unlink()
        how == "a pipe" and os.mkfifo(file)

    assert [] == box.new()


def test_a_lost_letter_is_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two machines that append at once can lose a line: whoever waits for an answer looks."""
    monkeypatch.setattr(letters, "AGAIN_AFTER", 0.05)
    hold = Hold(tmp_path)
    box = Letterbox(tmp_path, hold.life)
    command = Pause(id="mine")
    looked = []

    def is_alive() -> bool:
        looked.append((tmp_path / COMMANDS).read_bytes().strip())
        (tmp_path / COMMANDS).write_bytes(b"")
        if len(looked) > 2:
            box.reply(command, Reply(text="done"))
        return True

    assert Reply(text="done") == letters.send(tmp_path, command, is_alive, 20.0)
    assert letter(hold.life, Pause(), "mine") in looked[1:]


def test_a_worker_without_a_socket_obeys(begin: Begin) -> None:
    """Its folder was deleted: all commands go through the run's folder, and each is done once."""
    run = begin(paused=True, **LONG)
    run.wait_for("paused")
    status = run.remote.run.status()
    assert status
    Path(status.socket).unlink()
    remote = Remote(run.remote.run)

    assert remote.send(StepOn(3)).ok
    until(lambda: run.look().step == 3 and run.store.state == "paused")
    twice = StepOn(2, id="twice")
    for _ in range(2):
        reply = letters.send(remote.run.path, twice, remote.alive, 20.0)
        assert reply and reply.ok
    until(lambda: run.look().step == 5 and run.store.state == "paused")
    assert remote.send(Ask("1.5")).text == until(lambda: run.look().answers)[0].answer
    assert "fixed while training" in remote.send(Set("batch", 4)).error
    assert remote.send(Checkpoint()).ok
    assert remote.watch()
    stop_run(remote.run.id)
    assert (5, "stopped") == (run.look().step, run.store.state)
    assert "no worker is training" in remote.send(Play()).error


def test_nothing_is_said_to_have_happened_that_did_not(
    begin: Begin, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A worker that is halted answers nothing: `stop` returns, and says what is known."""
    import signal

    from lessons.kit.errors import BadEnvironment

    run = begin(**LONG)
    run.wait_for("playing")
    until(lambda: "playing" == condition(run.remote.run).state)  # its status is written later
    worker = run.remote.worker
    assert worker
    os.kill(worker.pid, signal.SIGSTOP)
    monkeypatch.setattr("tui_lab.client.remote.PATIENCE", 0.3)
    with pytest.raises(BadEnvironment, match="was asked to stop and had not ended after 1 s"):
        stop_run(run.remote.run.id, patience=1.0)
    assert "no answer for 0 s: it is in a long step, or suspended" in capsys.readouterr().err
    os.kill(worker.pid, signal.SIGCONT)

    run.wait_for("stopped")


def test_where_no_path_is_short_enough_another_place_is_found(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Long folders for runs and for temporary files: it listens in /tmp, in a folder of its own."""
    far = tmp_path / ("x" * 120)
    far.mkdir()
    monkeypatch.setenv("DL_LAB_DIR", str(far / "home"))
    monkeypatch.setattr("tempfile.tempdir", str(far))
    run = places.create(lesson.plan(("free",)))
    paths = list(socket_paths(run))

    assert paths
    for path in paths:
        assert len(os.fsencode(path)) <= 100
        assert not path.parent.stat().st_mode & 0o077


def test_where_no_place_takes_a_socket_the_folder_does(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A file system without sockets, or no short path at all: the worker begins all the same."""
    run = places.create(lesson.plan(("free",)))
    with monkeypatch.context() as patch:
        patch.setattr(
            "tui_lab.runs.sockets.socket_paths", lambda run: iter([tmp_path / "no" / "x"])
        )
        patch.setattr(socket.socket, "bind", _refuse)
        ear = listening(run)

    assert (None, "") == (ear.path, ear.address)
    ear.close()


def _refuse(*_: object) -> None:
    raise OSError(1, "Operation not permitted")


def test_a_command_by_two_ways_is_one_request() -> None:
    """It arrived by the socket, the line broke, and it came again by letter."""
    ear = Listener(None)
    first, second = ear.hand_over(StepOn(1, id="a")), ear.hand_over(StepOn(1, id="a"))

    assert first is second
    assert first is not ear.hand_over(StepOn(1, id="b"))
    assert 2 == ear.requests.qsize()
    ear.close()


def test_a_worker_of_an_older_lab_is_said_to_hear_nothing() -> None:
    """It holds the lock and reads no letters: the words say how to end it."""
    run = places.create(lesson.plan(("free",)))
    with run.held():
        (run.path / FILE).unlink()
        reply = Remote(run).send(Stop())

    assert "it cannot receive commands" in reply.error
    assert not reply.asked
    assert not (run.path / REPLIES).exists()


def test_looking_by_letter_keeps_a_paused_run() -> None:
    """Somebody on another machine looks: that counts as looking."""
    ear = Listener(None)
    assert ear.hand_over(Watch(id="w")).wait().ok

    assert ear.looked_at > 0.0
    ear.close()
