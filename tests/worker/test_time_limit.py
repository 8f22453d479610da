"""A limit of time counts while data are read, and a long reading speaks."""

from pathlib import Path

import pytest

import lessons
from lessons.kit.data.brought import silent
from tui_lab.client.remote import start_worker
from tui_lab.client.wait import LeftEarlyError, wait_until_over
from tui_lab.runs import places
from tui_lab.system import time_limit
from tui_lab.system.time_limit import OutOfTimeError, Patience, TimeLimit


def test_time_that_is_over_ends_a_reading() -> None:
    """With how far it was, and as too early to judge; without a limit it never is over."""
    heard: list[tuple[str, float]] = []
    read = TimeLimit(0.0).watch(lambda what, share: heard.append((what, share)))
    with pytest.raises(OutOfTimeError) as refused:
        read("reading a.csv", 0.256)

    assert "stopped by --max-seconds 0 before the first step (reading a.csv: 26%)" in str(
        refused.value
    )
    assert 5 == refused.value.exit_code
    assert [] == heard
    TimeLimit(None).watch(silent)("reading a.csv", 0.5)
    TimeLimit(1000.0, began=0.0).watch(silent)


def test_what_is_ours_takes_none_of_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit stands still while torch is loaded, between the reading and the first step."""
    now = 0.0
    monkeypatch.setattr(time_limit.time, "monotonic", lambda: now)
    limit = TimeLimit(2.0, began=0.0)
    now = 1.5
    with limit.suspended():
        now = 60.0
        assert limit.over
    assert not limit.over
    now = 60.6

    assert limit.over


def test_a_long_reading_is_told_and_a_short_one_is_not() -> None:
    """After a second, and then every ten; never the same line twice."""
    now, said = 0.0, []
    patience = Patience(said.append, lambda: now)
    for tenth in range(305):
        now = tenth / 10
        patience("reading a.csv", min(tenth, 205) / 1000)

    assert ["reading a.csv: 1%", "reading a.csv: 11%", "reading a.csv: 20%"] == said


def test_large_data_are_only_peeked_at_before_a_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker reads them, and tells how far it is; small ones are refused at once."""
    path = tmp_path / "t.csv"
    path.write_text("1.5,2.5\n" * 40)
    lesson = lessons.load("lesson4")
    with pytest.raises(lessons.kit.BadEnvironment, match="no column of text"):
        lesson.look_at(path, lesson.params())
    monkeypatch.setattr("lessons.lesson04_sentiment.reviews.AT_ONCE", 100)
    lesson.look_at(path, lesson.params())
    path.write_bytes(bytes(range(256)))
    with pytest.raises(lessons.kit.BadEnvironment, match="is not text"):
        lesson.look_at(path, lesson.params())


def test_the_worker_stops_reading_in_time(tmp_path: Path) -> None:
    """It never began, and says why; the exit code is that of a run too short to judge."""
    path = tmp_path / "t.txt"
    path.write_text("some words of a text " * 500)
    plan = lessons.load("lesson2").plan(("rnn",), data=str(path), max_seconds=0.0)
    remote = start_worker(places.create(plan), lifeline=True)
    with pytest.raises(LeftEarlyError) as refused:
        wait_until_over(remote, lambda store, events: None)
    for pipe in (remote.worker.stdin, remote.worker.stdout) if remote.worker else ():
        if pipe:
            pipe.close()

    assert 5 == refused.value.exit_code
    assert "stopped by --max-seconds 0 before the first step (reading" in refused.value.message
