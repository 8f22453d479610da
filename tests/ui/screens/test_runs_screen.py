"""`o`: earlier runs behind this one, found, laid there, compared; and those that are no more."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from tests.tools.pictures import screen_text
from tests.tools.screen import SIZES, Compare, lesson_of, replayed, settle, sized, until
from tui_lab.runs.folder import RunFolder
from tui_lab.screens.runs import RunsScreen

RECORDED = ("playing", "seeds", "stopped")


@pytest.fixture
def earlier(
    run_folder: Callable[[str], RunFolder], monkeypatch: pytest.MonkeyPatch
) -> list[RunFolder]:
    """Three runs with names that are the same every time, the newest last."""
    names = iter(("lesson90-aaaa2", "lesson90-bbbb3", "lesson90-cccc4"))
    monkeypatch.setattr("tui_lab.runs.places.new_id", lambda _: next(names))
    made = [run_folder(recording) for recording in RECORDED]
    for place, run in enumerate(made):
        os.utime(run.path / "run.json", (place + 1, place + 1))
    return made


@pytest.mark.parametrize("size", SIZES)
async def test_runs_side_by_side(
    size: tuple[int, int], earlier: list[RunFolder], snapshot: Compare
) -> None:
    """One hidden, two behind this one, and a column for each; each run is one line."""
    app = replayed("finished")
    async with app.run_test(size=size) as pilot:
        await settle(pilot, app)
        view = lesson_of(app).view
        await pilot.press("o", "space", "end", "space")
        await until(pilot, lambda: len(view.ghosts) == 1)
        await pilot.press("up", "space")
        await until(pilot, lambda: len(view.ghosts) == 2)
        await pilot.pause()
        await snapshot(pilot, sized("runs", size))


async def test_the_whole_table_can_be_read(earlier: list[RunFolder]) -> None:
    """`tab` goes to it, and there it scrolls: down to the last figure, and to the last run."""
    app = replayed("finished")
    async with app.run_test(size=(60, 14)) as pilot:
        await pilot.press("o", "end", "space")
        await until(pilot, lambda: "this run" in screen_text(app))
        assert "free loss" not in screen_text(app)
        await pilot.press("tab", "G")
        await until(pilot, lambda: "free loss" in screen_text(app))


async def test_the_first_run_that_was_found_is_the_one_chosen(earlier: list[RunFolder]) -> None:
    """After `/` and enter, space shows what was looked for, and hides no network."""
    app = replayed("finished")
    async with app.run_test(size=(120, 40)) as pilot:
        view = lesson_of(app).view
        await pilot.press("o", "slash", *"bbb", "enter", "space")
        await until(pilot, lambda: bool(view.ghosts))
        assert [earlier[1].id] == [ghost.name for ghost in view.ghosts]
        assert not view.hidden


async def test_a_run_that_is_gone_is_offered_no_longer(earlier: list[RunFolder]) -> None:
    """Deleted in another terminal while the list is open."""
    app = replayed("finished")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("o")
        await until(pilot, lambda: earlier[0].id in screen_text(app))
        earlier[0].remove()
        await pilot.press("space")
        await until(pilot, lambda: earlier[0].id not in screen_text(app))
        assert earlier[1].id in screen_text(app)


async def test_a_run_without_a_recording_is_no_ghost(earlier: list[RunFolder]) -> None:
    """It died before its first step: that is said, and its box stays empty."""
    earlier[2].events.write_bytes(b"")
    app = replayed("finished")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.press("o", "slash", *"cccc", "enter", "space")
        await until(pilot, lambda: "recorded nothing" in screen_text(app))
        assert isinstance(app.screen, RunsScreen)
        assert not lesson_of(app).view.ghosts
