"""The screen, fed by recordings and by a run that is only pretended; and its text, compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import lessons
import tui_lab.session.session
from lessons.kit import Plan, from_json
from lessons.kit.stream.events import Event, Start
from tests.pictures import screen_text
from tui_lab.protocol.commands import Command, Reply
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.places import create
from tui_lab.runs.stream import Follower
from tui_lab.session.begin import new_session
from tui_lab.session.session import Session

RECORDINGS = Path(__file__).parents[1] / "recordings"
SNAPSHOTS = Path(__file__).parent / "snapshots"
THREE = {"variants": ("calm", "wild", "free"), "settings": {"steps": 200}}
"""The plan that the recordings `playing`, `paused` and `parked` were made with."""
TOYS = str(Path(__file__).parents[1] / "toys")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--snapshot-update` takes the screens as they are now for right."""
    parser.addoption("--snapshot-update", action="store_true", help="write tests/ui/snapshots")


@pytest.fixture(autouse=True)
def only_toys(monkeypatch: pytest.MonkeyPatch) -> None:
    """A course of one small lesson, which no author is going to edit."""
    monkeypatch.setattr(lessons, "__path__", [TOYS])


class FakeRemote:
    """A run without a worker: says what it is told to, remembers what it is told."""

    host = ""

    def __init__(self, run: RunFolder, paused: bool = False) -> None:
        self.run = run
        self.worker = None
        self.started_paused = paused
        self.follower = Follower(run.events)
        self.sent: list[Command] = []
        self.reply = Reply()
        self.lives = True
        self.host = ""

    def read(self) -> list[Event]:
        return self.follower.read()

    def send(self, command: Command) -> Reply:
        self.sent.append(command)
        return self.reply

    def alive(self) -> bool:
        return self.lives

    def signal(self, _: int) -> None:
        self.lives = False

    def is_forgotten(self) -> bool:
        return False

    def hang_up(self) -> None:
        pass

    def says(self, recording: str, events: slice = slice(None)) -> None:
        """Append a recording's events to the run's stream."""
        lines = (RECORDINGS / f"{recording}.jsonl").read_bytes().splitlines(keepends=True)
        with self.run.events.open("ab") as file:
            file.writelines(lines[events])


class Workers(list[FakeRemote]):
    """Every worker that was started, the latest last."""


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> Workers:
    """Workers are pretended, and listed here."""
    started = Workers()

    def start(run: RunFolder, *, paused: bool = False, **_: Any) -> FakeRemote:
        started.append(FakeRemote(run, paused))
        return started[-1]

    monkeypatch.setattr(tui_lab.session.session, "start_worker", start)
    return started


@pytest.fixture
def session(workers: Workers) -> Iterator[Session]:
    """The toy lesson, not yet run."""
    session = new_session("lesson90", THREE)
    yield session
    session.detach()


@pytest.fixture
def run_folder() -> Callable[[str], RunFolder]:
    """Makes a run's folder out of a recording."""

    def make(recording: str) -> RunFolder:
        events = (RECORDINGS / f"{recording}.jsonl").read_bytes()
        start = from_json(events.partition(b"\n")[0])
        assert isinstance(start, Start)
        plan: Plan = lessons.load(start.lesson).plan()
        run = create(plan)
        run.events.write_bytes(events)
        return run

    return make


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Compares what the screen says with what it said when somebody last looked."""
    update = request.config.getoption("--snapshot-update", default=False)

    def compare(app: Any, name: str, said: str | None = None) -> None:
        path, text = SNAPSHOTS / f"{name}.txt", (said or screen_text(app)) + "\n"
        if update:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        expected = path.read_text(encoding="utf-8") if path.exists() else "no snapshot yet"
        assert expected == text

    return compare
