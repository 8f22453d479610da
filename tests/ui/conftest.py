"""The screen, fed by recordings and by a run that is only pretended; and its text, compared."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot

import lessons
import lessons.clinic  # only the toys are found later
import tui_lab.session.actions.transport
from lessons.kit import Plan, from_json
from lessons.kit.stream.events import Start
from tests.tools.pictures import screen_text
from tests.tools.places import RECORDINGS, TOYS
from tests.tools.pretended import THREE, FakeRemote, Workers
from tests.tools.screen import looked_again
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.places import create
from tui_lab.session.begin import new_session
from tui_lab.session.session import Session

SNAPSHOTS = Path(__file__).parent / "screens" / "snapshots"
LATE = 20.0  # seconds until a screen that is another one is wrong, and not late


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--snapshot-update` takes the screens as they are now for right."""
    parser.addoption("--snapshot-update", action="store_true", help="write tests/ui/snapshots")


@pytest.fixture(scope="session", autouse=True)
def parsed_once() -> Iterator[None]:
    """Textual's styles are parsed once, and not again by each app: a tenth of its start."""
    parse, known = Stylesheet._parse_rules, dict[Any, list[RuleSet]]()

    def remembered(sheet: Stylesheet, css: str, **rest: Any) -> list[RuleSet]:
        key = (css, *rest.items(), *sheet._variables.items())
        if key not in known:
            known[key] = parse(sheet, css, **rest)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", remembered)
        yield


@pytest.fixture(autouse=True)
def only_toys(monkeypatch: pytest.MonkeyPatch) -> None:
    """A course of one small lesson, which no author is going to edit."""
    monkeypatch.setattr(lessons, "__path__", [str(TOYS)])


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> Workers:
    """Workers are pretended, and listed here."""
    started = Workers()

    def start(run: RunFolder, *, paused: bool = False, **_: Any) -> FakeRemote:
        started.append(FakeRemote(run, paused))
        return started[-1]

    monkeypatch.setattr(tui_lab.session.actions.transport, "start_worker", start)
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
def snapshot(request: pytest.FixtureRequest) -> Callable[..., Awaitable[None]]:
    """Compares what the screen says with what it said when somebody last looked.

    It waits for that: some lines say a little later than others what there is to say. All that
    looks at the run from time to time looks once more before, so that no screen is compared that
    another one would replace half a second later.
    """
    update = request.config.getoption("--snapshot-update", default=False)

    async def compare(pilot: Pilot[None], name: str, said: str | None = None) -> None:
        path = SNAPSHOTS / f"{name}.txt"
        if update:
            path.parent.mkdir(exist_ok=True)
            path.write_text((said or screen_text(pilot.app)) + "\n", encoding="utf-8")
        expected = path.read_text(encoding="utf-8") if path.exists() else "no snapshot yet"
        await looked_again(pilot)
        end = time.monotonic() + (0 if said else LATE)
        while expected != screen_text(pilot.app) + "\n" and time.monotonic() < end:
            await pilot.pause(0.05)
        assert expected == (said or screen_text(pilot.app)) + "\n"

    return compare
