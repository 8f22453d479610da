"""Slow motion on the screen: `(`, `)`, `:pace`, and a run that is over played back."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from tests.tools.pictures import screen_text
from tests.tools.pretended import Workers
from tests.tools.screen import fresh, lesson_of, replayed, session_of, until
from tui_lab.app.lab import LabApp
from tui_lab.protocol.commands import GoAt, Play
from tui_lab.runs.folder import RunFolder
from tui_lab.session.actions.transport import let_go


def header(app: LabApp) -> str:
    return screen_text(app).split("\n")[0]


def said_by(app: LabApp) -> str:
    return " ".join(note.message for note in app._notifications)


async def skipped(pilot: Pilot[None]) -> None:
    await pilot.press("space")
    await pilot.pause()
    await pilot.press("s")
    await pilot.pause()


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_the_header_says_the_pace(size: tuple[int, int], workers: Workers) -> None:
    """Before there is a run; the run then begins slowly, and hears of every change."""
    app = fresh()
    async with app.run_test(size=size) as pilot:
        await pilot.press(*["left_parenthesis"] * 7)
        await pilot.pause()
        assert "slowed to 1 step/s" in header(app)
        await pilot.press("right_parenthesis")
        await pilot.pause()
        assert "slowed to 2 steps/s" in header(app)
        await skipped(pilot)
        assert workers[0].started_paused
        workers[0].says("playing", slice(0, 5))
        await until(pilot, lambda: len(workers[0].sent) >= 3)
        sent = [each for each in workers[0].sent if isinstance(each, GoAt | Play)]
        assert [GoAt, Play] == [type(each) for each in sent]
        assert [2.0] == [each.rate for each in sent if isinstance(each, GoAt)]
        session_of(app).detach()


async def test_pace_is_typed_and_refused_in_words(workers: Workers) -> None:
    """`:pace 2` and `:pace full`; anything else says what a pace is."""
    app = fresh()
    async with app.run_test(size=(120, 40)) as pilot:
        for typed, shown in [("2", "slowed to 2 steps/s"), ("0.5", "slowed to 0.5 steps/s")]:
            await pilot.press("colon", *f"pace {typed}", "enter")
            await until(pilot, lambda shown=shown: shown in header(app))  # type: ignore[misc]
        await pilot.press("colon", *"pace full", "enter")
        await until(pilot, lambda: "slowed" not in header(app))
        await pilot.press("colon", *"pace 0", "enter")
        await until(pilot, lambda: "a pace is from 0.1" in said_by(app))


async def test_a_run_that_is_over_is_played_back(
    run_folder: Callable[[str], RunFolder], workers: Workers
) -> None:
    """Space plays it, space pauses it, and at its end everything is as it was."""
    app = LabApp(run=run_folder("finished"))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("space")
        await until(pilot, lambda: "playing back step" in header(app))
        await pilot.press("space")
        await until(pilot, lambda: "showing step" in header(app))
        view = lesson_of(app).view
        at = view.at
        await pilot.press("right_parenthesis", "left_parenthesis", "space")
        assert lesson_of(app).playback.is_going
        assert "steps/s" in header(app)
        assert at is not None
        await pilot.press("colon", *"pace 1000", "enter")
        await until(pilot, lambda: view.at is None and not lesson_of(app).playback.is_going)
        assert not workers


async def test_a_recording_is_played_back_too() -> None:
    """There is no run to train: what was recorded moves."""
    app = replayed("playing")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("space")
        await until(pilot, lambda: "playing back step" in header(app))


async def test_who_leaves_a_slow_run_is_told_that_it_goes_on_fast(workers: Workers) -> None:
    """Detaching gives it full speed back: nobody is there to see it crawl."""
    app = fresh()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("left_parenthesis")
        await skipped(pilot)
        workers[0].says("playing", slice(0, 5))
        await until(pilot, lambda: session_of(app).state == "playing")
        await pilot.press("q")
        await until(pilot, lambda: "training continues at full speed" in screen_text(app))
        let_go(session_of(app), "detach")

        assert 0.0 == [each.rate for each in workers[0].sent if isinstance(each, GoAt)][-1]
