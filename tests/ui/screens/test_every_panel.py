"""A lesson with a panel of every kind: on the screen, in the report, and as files to take along."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from textual.pilot import Pilot

import lessons
from lessons.kit import to_json
from lessons.kit.stream.events import Start
from tests.panels import lesson92_kinds
from tests.panels.lesson92_kinds import lesson
from tests.tools.pictures import screen_text
from tests.tools.screen import SIZES, Compare, lesson_of, sized, until
from tui_lab.app.lab import LabApp
from tui_lab.charts.rows import Rows, text_of
from tui_lab.panels.maps.heatmaps import HeatmapKind
from tui_lab.panels.registry import figures
from tui_lab.panels.scene import Scene
from tui_lab.widgets.panels.csv_file import lines_of_file
from tui_lab.widgets.panels.values import as_tsv, rows_of

COUNT = len(lesson.panels)


@pytest.fixture
def recording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three steps of two networks, as a file."""
    monkeypatch.setattr(lessons, "__path__", [str(Path(lesson92_kinds.__file__).parents[1])])
    path, lines = tmp_path / "kinds.jsonl", []
    for seq, event in enumerate(lesson.run()):
        if isinstance(event, Start):
            event = msgspec.structs.replace(event, run="lesson92-kinds", versions={})
        lines.append(to_json(msgspec.structs.replace(event, seq=seq, t=0.0)) + b"\n")
    path.write_bytes(b"".join(lines))
    return path


async def every_page(pilot: Pilot[None], app: LabApp) -> str:
    """What the screen says, page by page of the panels."""
    said, seen = [], 0
    while seen < COUNT:
        await pilot.pause(0.3)
        await until(pilot, lambda: all(p.painted for p in lesson_of(app).gallery.shown))
        said.append(screen_text(app))
        seen += len(lesson_of(app).gallery.shown)
        await pilot.press("right_square_bracket")
    return "\n".join(said)


@pytest.mark.parametrize("size", SIZES)
async def test_every_kind_on_the_screen(
    size: tuple[int, int], recording: Path, snapshot: Compare
) -> None:
    """Each among the others, page by page."""
    app = LabApp(replay=recording)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await snapshot(pilot, sized("kinds", size), await every_page(pilot, app))


async def test_every_kind_in_plain_characters(recording: Path, snapshot: Compare) -> None:
    """Where a terminal has nothing but ASCII."""
    app = LabApp(replay=recording)
    async with app.run_test(size=SIZES[0]) as pilot:
        app.add_class("-ascii")
        app.screen.refresh()
        await pilot.pause()
        panels = lesson_of(app).gallery.panels
        for panel in panels:
            panel.draw(56, 16)  # what a caption is made of is there for the picture too
        text = "\n".join(f"{p.page.title}\n{text_of(p.picture(56, 15))}" for p in panels)
        assert text.isascii()
        await snapshot(pilot, "kinds_ascii", text)


async def test_what_has_not_changed_is_drawn_alike(recording: Path) -> None:
    """To the last colour: else a screen would be sent again while nothing happens."""
    app = LabApp(replay=recording)
    async with app.run_test(size=SIZES[0]) as pilot:
        await pilot.pause()
        for panel in lesson_of(app).gallery.panels:
            assert panel.draw(56, 16) == panel.draw(56, 16)


async def test_a_picture_is_drawn_once(recording: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While scalars come in, a map that stays the same costs nothing; at another size it does."""
    app, made = LabApp(replay=recording), list[object]()
    async with app.run_test(size=SIZES[0]) as pilot:
        await pilot.pause()
        cells = HeatmapKind.cells

        def counted(kind: HeatmapKind, *rest: Any) -> Rows:
            made.append(kind)
            return cells(kind, *rest)

        monkeypatch.setattr(HeatmapKind, "cells", counted)
        panel = next(p for p in lesson_of(app).gallery.panels if p.page.key == "heads")
        for _ in range(3):
            panel.draw(51, 16)
        assert 1 == len(made)
        panel.draw(52, 16)
        assert 2 == len(made)


async def test_every_kind_goes_back_in_time(recording: Path) -> None:
    """The picture of the step that is looked at, not the latest."""
    app = LabApp(replay=recording)
    async with app.run_test(size=SIZES[0]) as pilot:
        await pilot.pause()
        panels = {p.page.key: p for p in lesson_of(app).gallery.panels}
        assert "step 3" in text_of(panels["sample"].picture(40, 5))
        await pilot.press("comma")
        await pilot.pause()
        assert "step 2" in text_of(panels["sample"].picture(40, 5))
        for key in filter(None, panels):
            shown = panels[key].shown()
            assert shown is not None and shown.step == 2


async def test_every_kind_can_be_taken_along(recording: Path) -> None:
    """To the clipboard, and as the lines of a CSV file."""
    app = LabApp(replay=recording)
    async with app.run_test(size=SIZES[0]) as pilot:
        await pilot.pause()
        empty = [
            panel.page.title
            for panel in lesson_of(app).gallery.panels
            if not list(lines_of_file(panel)) or (panel.page.key and not as_tsv(rows_of(panel)))
        ]
        assert ["Sample"] == empty  # a text is no data


async def test_every_kind_in_the_report(recording: Path) -> None:
    """A figure for each, and none that cannot be drawn."""
    app = LabApp(replay=recording)
    async with app.run_test(size=SIZES[0]) as pilot:
        await pilot.pause()
        found = list(figures(Scene(app.sessions[-1].store, lesson)))

        assert COUNT == len(found)
        assert not [each for each in found if "cannot be drawn" in each or "nothing " in each]


async def test_a_value_that_cannot_be_drawn_is_a_sentence(recording: Path) -> None:
    """On the screen and in the report: nothing breaks, and nothing is drawn wrong."""
    lines = recording.read_bytes().replace(b'"zlib":"', b'"zlib":"!')
    recording.write_bytes(lines)
    app = LabApp(replay=recording)
    async with app.run_test(size=SIZES[0]) as pilot:
        await pilot.pause()
        panel = next(p for p in lesson_of(app).gallery.panels if p.page.key == "digits")
        words = " ".join(text_of(panel.picture(50, 8)).split())
        drawn = "".join(figures(Scene(app.sessions[-1].store, lesson)))

        assert "this cannot be drawn: this is no Sheet, or a damaged one" == words
        assert "this cannot be drawn: this is no Sheet" in drawn
        assert [] == rows_of(panel)
