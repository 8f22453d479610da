"""`w`: the data of a chart in a file of their own, where the learner is."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.tools.pictures import screen_text
from tests.tools.screen import lesson_of, replayed, until
from tui_lab.app.lab import LabApp
from tui_lab.runs.folder import RunFolder
from tui_lab.widgets.panels.csv_file import stem_of, write_new


def rows_in(path: Path) -> list[list[str]]:
    """The rows of a CSV file."""
    return list(csv.reader(path.read_text(encoding="utf-8").splitlines()))


async def written(recording: str, titles: Sequence[str], folder: Path) -> list[list[list[str]]]:
    """What `w` wrote of each of these panels."""
    app, files = replayed(recording), list[Path]()
    async with app.run_test(size=(200, 60), notifications=True) as pilot:
        await pilot.pause()
        for title in titles:
            app.clear_notifications()
            await until(pilot, lambda: ".csv" not in screen_text(app))
            next(p for p in lesson_of(app).gallery.panels if p.page.title == title).focus()
            await pilot.press("w")
            await app.workers.wait_for_complete()
            await until(pilot, lambda: ".csv" in screen_text(app))
            files += set(folder.glob("*.csv")) - set(files)
    assert len(files) == len(titles)
    return [rows_in(file) for file in files]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the learner is in."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


async def test_a_chart_is_written_whole(here: Path) -> None:
    """Every recorded step of every network that is drawn; only this chart's scalars."""
    (rows,) = await written("seeds", ["Loss"], here)

    assert ["variant", "seed", "step", "loss"] == rows[0]
    assert 1 + 2 * 3 * 40 >= len(rows) > 3 * 40
    assert {"calm", "wild"} == {row[0] for row in rows[1:]}
    assert ["lesson90-loss.csv"] == [path.name for path in here.iterdir()]


KINDS = {
    "Points": (["x", "y"], 4),
    "Along the line": (["run", "x", "Along the line"], 12),
    "On the plane": (["x", "y", "label", "group"], 9),
    "Final loss": (["variant", "seed", "step", "loss"], 61),
}
"""A panel to its columns, and how many rows there are at least."""


async def test_every_kind_of_panel(here: Path) -> None:
    """A table, curves over something else, a scatter, bars: each in its own columns.

    A picture is its matrix, row by row, as the lesson showed it.
    """
    *tables, picture = await written("pictures", [*KINDS, "Grey"], here)

    assert [heading for heading, _ in KINDS.values()] == [rows[0] for rows in tables]
    for (title, (_, count)), rows in zip(KINDS.items(), tables, strict=True):
        assert len(rows) >= count, title
    assert [4, 4, 4] == [len(row) for row in picture]


async def test_nothing_is_replaced(
    here: Path, run_folder: Callable[[str], RunFolder], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second file gets another name; and where nothing can be written, the run's folder does."""
    run = run_folder("finished")
    app = LabApp(run=run)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.pause()
        lesson_of(app).gallery.panels[0].focus()
        for name in (f"{run.id}-loss.csv", f"{run.id}-loss-2.csv"):
            await pilot.press("w")
            await app.workers.wait_for_complete()
            await until(pilot, lambda name=name: (here / name).is_file())  # type: ignore[misc]
        here.rename(here.with_name("away"))
        monkeypatch.chdir("/proc")
        await pilot.press("f", "w")
        await app.workers.wait_for_complete()
        await until(pilot, lambda: (run.path / f"{run.id}-loss.csv").is_file())


async def test_where_there_is_nothing_it_says_so(here: Path) -> None:
    """A text is no data."""
    app = replayed("finished")
    async with app.run_test(size=(200, 60), notifications=True) as pilot:
        await pilot.pause()
        next(p for p in lesson_of(app).gallery.panels if p.page.title == "Words").focus()
        await pilot.press("w")
        await until(pilot, lambda: "w writes the data" in screen_text(app))
    assert [] == list(here.iterdir())


def test_a_name_from_a_title(tmp_path: Path) -> None:
    """Letters and digits; a title of none is a chart. No folder takes it: that is told."""
    assert "r-gradient-as-found" == stem_of("r", "Gradient, as found")
    assert "r-chart" == stem_of("r", "∇ ../")
    with pytest.raises(OSError):
        write_new([tmp_path / "no"], "r", ["x"])
