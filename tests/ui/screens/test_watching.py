"""Logs of other programs on the screen: the charts of a lesson, and nothing to train."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.tools.pictures import screen_text
from tests.tools.screen import SIZES, until
from tui_lab.app.lab import LabApp
from tui_lab.screens.watch.screen import WatchScreen

NAMES = ["train/loss", "val/loss", "acc", "lr", *(f"extra{n}" for n in range(9))]


def written(folder: Path, run: str, steps: int = 40) -> Path:
    """A log of 13 scalars."""
    path = folder / run / "metrics.csv"
    path.parent.mkdir(parents=True)
    rows = (f"{n},{','.join(f'{k / n:.4f}' for k in range(1, 14))}" for n in range(1, steps + 1))
    path.write_text(f"step,{','.join(NAMES)}\n" + "\n".join(rows) + "\n")
    return path


def on_top(app: LabApp) -> WatchScreen:
    screen = app.screen
    assert isinstance(screen, WatchScreen)
    return screen


@pytest.mark.parametrize("size", SIZES)
async def test_runs_are_curves_in_the_same_panels(size: tuple[int, int], tmp_path: Path) -> None:
    """Losses first, all runs in the legend, pages where there are many panels."""
    for run in ("small", "large"):
        written(tmp_path, run)
    app = LabApp(watch=tmp_path)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "step 40" in screen_text(app))
        await until(pilot, lambda: "└┬" in screen_text(app))
        text = screen_text(app)

        assert all(
            words in text for words in ("small", "large", "─ loss ─", "─ acc ─", "of 12 [ ]")
        )
        assert "play" not in text
        await pilot.press("f", "m")
        await until(pilot, lambda: "large val " in screen_text(app))
        assert on_top(app).view.smoothing


async def test_a_log_grows_on_the_screen(tmp_path: Path) -> None:
    """New steps, a new scalar, a new run: each is there without a key."""
    path = written(tmp_path, "one")
    app = LabApp(watch=tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = on_top(app)
        with path.open("a") as file:
            file.write("41" + ",0.5" * 13 + "\n")
        await until(pilot, lambda: 41 == screen.session.store.step)
        screen.session.watching._search_at = 0.0
        written(tmp_path, "two", 50)
        await until(pilot, lambda: "two" in screen_text(app) and "step 50" in screen_text(app))

        assert "being written" in screen_text(app)
        assert screen.gallery.panels[0].page.title == "loss"


async def test_panels_are_filtered_by_name(tmp_path: Path) -> None:
    """`/` follows each letter, enter keeps the words, escape shows all again."""
    written(tmp_path, "one")
    app = LabApp(watch=tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        gallery = on_top(app).gallery
        await pilot.press("slash", *"extra1")
        await until(pilot, lambda: ["extra1"] == [panel.page.title for panel in gallery.panels])
        await pilot.press("enter", "x", "x")
        assert "/extra1: 1 panel" in screen_text(app)
        assert on_top(app).view.axis != "time"  # no log here says when its steps were
        await pilot.press("escape")
        await until(pilot, lambda: 12 == len(gallery.panels))


async def test_keys_of_a_training_say_that_there_is_none(tmp_path: Path) -> None:
    """And nothing else happens."""
    written(tmp_path, "one")
    app = LabApp(watch=tmp_path)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.press("space")
        await until(pilot, lambda: "there is nothing to" in screen_text(app))
        await pilot.press("i")
        await until(pilot, lambda: 'steps by "step"' in screen_text(app))
        await pilot.press("escape", "v")
        await pilot.pause()
        assert not on_top(app).results.display
        assert not app.progress.path.exists()


async def test_an_old_log_is_not_being_written(tmp_path: Path) -> None:
    """Its charts end where it ends."""
    path = written(tmp_path, "one", 37)
    os.utime(path, (time.time() - 3600,) * 2)
    app = LabApp(watch=tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "not being written" in screen_text(app))
        assert (0.0, 37.0) == on_top(app).view.whole
