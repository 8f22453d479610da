"""Logs while they are written: appended, cut, replaced, begun again; and however long they get."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui_lab.cli.sharing import watching as waiting
from tui_lab.foreign.watching import Watching
from tui_lab.session.view import View
from tui_lab.session.watched import Book, read_whole

HEAD = "step,loss\n"


class Eyes:
    """Somebody who looks once a second."""

    def __init__(self, path: Path) -> None:
        self.now = 0.0
        self.watching = Watching(path, lambda: self.now)
        self.book = Book()

    def look(self, times: int = 2) -> None:
        """Look again, some seconds later."""
        for _ in range(times):
            self.now += 6.0
            for run, points in self.watching.look():
                self.book.take(run, points)

    def curve(self, run: str = "run", name: str = "loss") -> list[tuple[int, float]]:
        """What is known of a scalar."""
        column = self.book.store.history.track(run, 0).columns[name]
        return list(zip(column.steps, column.values, strict=True))


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log of two steps."""
    path = tmp_path / "run.csv"
    path.write_text(f"{HEAD}1,0.5\n2,0.4\n")
    return path


def append(path: Path, text: str) -> None:
    """As a program does that writes on."""
    with path.open("a") as file:
        file.write(text)


def test_what_is_appended_is_shown(log: Path) -> None:
    """Also a line that comes in two pieces, once it is whole."""
    eyes = Eyes(log)
    eyes.look()
    append(log, "3,0.3\n4,0.")
    eyes.look(1)
    append(log, "2\n")
    eyes.look()

    assert [(1, 0.5), (2, 0.4), (3, 0.3), (4, 0.2)] == eyes.curve()


def test_a_last_line_without_an_end_is_corrected(log: Path) -> None:
    """It is shown when nothing comes for a look; what comes then may say that it was cut."""
    eyes = Eyes(log)
    append(log, "3,0.2")
    eyes.look(3)
    assert (3, 0.2) == eyes.curve()[-1]
    append(log, "5\n4,0.1\n")
    eyes.look(3)

    assert [(1, 0.5), (2, 0.4), (3, 0.25), (4, 0.1)] == eyes.curve()


@pytest.mark.parametrize("way", ["replaced", "rewritten", "longer"])
def test_another_training_under_the_same_name(way: str, log: Path) -> None:
    """What the new file says holds from its first step on."""
    eyes = Eyes(log)
    eyes.look()
    text = "loss,step\n9,1\n" + ("8,2\n7,3\n6,4\n" if way == "longer" else "")
    if way == "replaced":
        (log.parent / "new").write_text(text)
        (log.parent / "new").replace(log)
    else:
        log.write_text(text)
    eyes.look(4)

    assert [(1, 9.0), (2, 8.0), (3, 7.0), (4, 6.0)][: 4 if way == "longer" else 1] == eyes.curve()


def test_a_log_that_is_written_anew_each_time_goes_on(log: Path) -> None:
    """Cut, and then written with one row more: nothing is forgotten between the two."""
    eyes = Eyes(log)
    eyes.look()
    log.write_text("")
    eyes.look(1)
    assert 2 == len(eyes.curve())
    log.write_text(f"{HEAD}1,0.5\n2,0.4\n3,0.3\n")
    eyes.look()

    assert [(1, 0.5), (2, 0.4), (3, 0.3)] == eyes.curve()


def test_a_log_that_is_rotated_goes_on(log: Path) -> None:
    """The new file begins with a heading, and its steps go on."""
    eyes = Eyes(log)
    eyes.look()
    log.rename(log.with_suffix(".csv.1"))
    log.write_text(f"{HEAD}3,0.3\n")
    eyes.look()

    assert [(1, 0.5), (2, 0.4), (3, 0.3)] == eyes.curve()


def test_a_log_that_is_gone_keeps_its_curves(log: Path) -> None:
    """And is said to be gone, once."""
    eyes = Eyes(log)
    eyes.look()
    log.unlink()
    eyes.look(5)

    assert 2 == len(eyes.curve())
    assert 1 == len(eyes.watching.notes)
    log.write_text(f"{HEAD}3,0.3\n")
    eyes.look()
    assert (3, 0.3) == eyes.curve()[-1]


def test_a_run_that_appears_later_is_watched(tmp_path: Path) -> None:
    """Its folder comes first, its log after that."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "metrics.csv").write_text(f"{HEAD}1,0.5\n")
    eyes = Eyes(tmp_path)
    eyes.look()
    (tmp_path / "b").mkdir()
    eyes.look()
    (tmp_path / "b" / "metrics.csv").write_text(f"{HEAD}1,0.4\n")
    eyes.look()

    assert ["a", "b"] == eyes.watching.runs
    assert [(1, 0.4)] == eyes.curve("b")


def test_a_training_that_was_resumed_is_one_curve(log: Path) -> None:
    """What was after the checkpoint is forgotten: it came again."""
    eyes = Eyes(log)
    append(log, "3,9\n4,9\n3,0.3\n4,0.2\n")
    eyes.look()

    assert [(1, 0.5), (2, 0.4), (3, 0.3), (4, 0.2)] == eyes.curve()


def test_batches_of_an_epoch_are_no_steps(tmp_path: Path) -> None:
    """A column that begins anew again and again counts something else: rows are counted."""
    path = tmp_path / "run.csv"
    path.write_text("batch,loss\n" + "".join(f"{n % 4},{n}\n" for n in range(40)))
    eyes = Eyes(path)
    eyes.look()

    assert [(n + 1, float(n)) for n in range(40)] == eyes.curve()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=30),
    st.lists(st.integers(0, 900), max_size=6),
)
def test_however_it_is_cut_into_pieces_it_is_the_same(
    tmp_path: Path, values: list[float], cuts: list[int]
) -> None:
    """A writer may be seen at any byte."""
    data = (HEAD + "".join(f"{n},{value!r}\n" for n, value in enumerate(values, 1))).encode()
    path = tmp_path / "run.csv"
    places = sorted({min(max(cut, len(HEAD)), len(data)) for cut in cuts} | {len(data)})
    path.write_bytes(data[: places[0]])
    eyes = Eyes(path)
    for place, then in zip(places, [*places[1:], len(data)], strict=True):
        eyes.look(1 + place % 2)
        with path.open("ab") as file:
            file.write(data[place:then])
    eyes.look(4)
    path.unlink()

    assert list(enumerate(values, 1)) == eyes.curve()


def test_a_long_log_is_kept_in_bounded_memory(tmp_path: Path) -> None:
    """Every doubling adds as many points, no spike is lost, and counts stay exact."""
    path = tmp_path / "run.csv"
    rows = 60_000
    path.write_text(HEAD + "".join(f"{n},{-7 if n == 41_234 else n}\n" for n in range(1, rows + 1)))
    eyes = Eyes(path)
    eyes.look(9)
    column = eyes.book.store.history.track("run", 0).columns["loss"]

    assert len(column.steps) < 8192 + 4 * 4096
    assert -7 == min(column.low)
    assert rows == eyes.book.tallies["run", "loss"].count
    assert 512 >= len(eyes.book.store.curve("run", 0, "loss").bins)


def test_nothing_is_read_while_nothing_changes(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A look is a stat; and not more often than once a second."""
    eyes = Eyes(log)
    eyes.look()
    read: list[int] = []
    monkeypatch.setattr(os, "pread", lambda *_: read.append(1) or b"")
    opened: list[int] = []
    real = Path.open
    monkeypatch.setattr(Path, "open", lambda *a, **k: opened.append(1) or real(*a, **k))
    for _ in range(50):
        eyes.now += 0.1
        list(eyes.watching.look())

    assert [] == read
    assert 6 >= len(opened)


@pytest.mark.parametrize("first", [0, 400, 10**9])
def test_charts_begin_where_a_late_log_begins(tmp_path: Path, first: int) -> None:
    """A training resumed at step 1,000,000,000 is no dot at the right end of an empty chart."""
    path = tmp_path / "run.csv"
    path.write_text(HEAD + "".join(f"{first + n},{1 / (n + 1)}\n" for n in range(300)))

    low, high = View(read_whole(path)).whole

    assert (first if first > 299 else 0) == low
    assert first + 299 <= high <= first + 600


def test_charts_that_begin_at_zero_do_so_when_the_log_grows(tmp_path: Path) -> None:
    """A step 0 is a step: the rows that come later are not the first ones."""
    path = tmp_path / "run.csv"
    path.write_text(HEAD + "".join(f"{n},{1 / (n + 1)}\n" for n in range(100)))
    found = read_whole(path)
    append(path, "100,0.01\n101,0.01\n")
    found.take(found.watching.all())

    assert 101 == found.store.step
    assert 0 == View(found).whole[0]


def test_a_log_that_is_not_there_yet_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also a file that is empty, and a folder without a log; said once, on stderr."""
    path, times = tmp_path / "logs" / "run.csv", []

    def goes_by(_: float) -> None:
        times.append(1)
        path.parent.mkdir(exist_ok=True)
        if len(times) > 1:
            path.write_text(HEAD + "1,0.5\n" if len(times) > 2 else "")

    monkeypatch.setattr(waiting.time, "sleep", goes_by)
    waiting.wait_for_logs(path)
    path.unlink()
    waiting.wait_for_logs(path.parent)

    assert 4 == len(times)
    assert 2 == capsys.readouterr().err.count("waiting for a log at")
