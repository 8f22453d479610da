"""A maximised map: its cursor, the arithmetic of its row, and what both say as pictures move."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
import torch
from textual.pilot import Pilot

from lessons.kit import Grid, Heatmap, Workings, from_json, to_json
from lessons.kit.page.drawn import plain
from lessons.kit.stream.columns import batch
from lessons.kit.stream.events import PictureEvent, Start
from tests.tools.pictures import screen_text
from tests.tools.places import RECORDINGS
from tests.tools.screen import SIZES, Compare, lesson_of, settle, sized
from tests.toys.lesson90_line import lesson
from tui_lab.app.lab import LabApp
from tui_lab.charts.rows import text_of
from tui_lab.widgets.panels.csv_file import lines_of_file
from tui_lab.widgets.panels.shown import ShownPanel
from tui_lab.widgets.panels.values import as_tsv, rows_of

TOKENS = ("the", "cat", "sat", "on", "it")


def head(seed: int, tokens: Sequence[str] = TOKENS, workings: bool = True) -> Grid:
    """A head that sees what came before, with the numbers that led to its weights."""
    count, generator = len(tokens), torch.Generator().manual_seed(seed)
    scores = torch.randn(count, count, generator=generator)
    masked = scores.masked_fill(torch.ones(count, count).triu(1).bool(), -torch.inf)
    weights, values = (masked / 2).softmax(1), torch.randn(count, 3, generator=generator)
    steps = {"q · k": masked, "÷ √4": masked / 2}
    return Grid(weights, rows=tokens, columns=tokens, workings=Workings(
        steps, values=values, mixed=weights @ values,
    ) if workings else None)  # fmt: skip


def heads(seed: int, count: int = 8) -> dict[str, Grid]:
    return {f"layer {n // 4 + 1} head {n % 4 + 1}": head(seed + n) for n in range(count)}


@pytest.fixture(autouse=True)
def attention() -> Iterator[None]:
    """The toy's heatmap, with an axis as a lesson on attention calls it."""
    panels = lesson.panels
    assert isinstance(panels, list)
    place = next(n for n, panel in enumerate(panels) if isinstance(panel, Heatmap))
    before, panels[place] = panels[place], Heatmap("Weights", key="weights", x="attends to")
    yield
    panels[place] = before


def recorded(path: Path, values: Sequence[Any], panel: str = "weights") -> LabApp:
    """A recording that shows these in a panel, a step after the other."""
    start = from_json((RECORDINGS / "pictures.jsonl").read_bytes().partition(b"\n")[0])
    assert isinstance(start, Start)
    lines = [to_json(start)]
    for step, value in enumerate(values, 1):
        steps = batch("calm", 0, [step], {"loss": [1 / step], "slope": [1.0]})
        lines.append(to_json(msgspec.structs.replace(steps, seq=2 * step - 1)))
        lines.append(to_json(PictureEvent(
            variant="calm", seed=0, step=step, panel=panel, seq=2 * step,
            value=json.loads(json.dumps(plain(value))),
        )))  # fmt: skip
    path.write_bytes(b"\n".join(lines) + b"\n")
    return LabApp(replay=path)


async def maximised(pilot: Pilot[None], app: LabApp) -> ShownPanel:
    """The heatmap alone on the screen."""
    screen = lesson_of(app)
    panel = screen.gallery.bring("Weights")
    assert isinstance(panel, ShownPanel)
    panel.focus()
    await pilot.press("f")
    await settle(pilot, app)
    return panel


def caption(panel: ShownPanel) -> str:
    """What the first line of the panel says."""
    return text_of(panel.draw(*panel.size)).split("\n")[0].strip()


@pytest.mark.parametrize("size", SIZES)
async def test_the_cursor_says_each_weight_of_every_head(
    size: tuple[int, int], tmp_path: Path, snapshot: Compare
) -> None:
    """By the arrows and by hjkl, over the edge into the next map, and to the ends of a row."""
    app = recorded(tmp_path / "heads.jsonl", [heads(0)])
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        panel = await maximised(pilot, app)
        assert "layer 1 head 1 · the attends to the · 1" == caption(panel)
        await pilot.press("down", "j", "l", "right", "left")
        assert caption(panel).startswith("layer 1 head 1 · sat attends to cat · 0.")
        await settle(pilot, app)
        await snapshot(pilot, sized("maps", size))
        await pilot.press("end", "right")
        assert caption(panel).startswith("layer 1 head 2 · sat attends to the · ")
        await pilot.press("h", "home")
        assert caption(panel).startswith("layer 1 head 1 · sat attends to the · ")
        await pilot.press(*["n"] * 9)
        assert caption(panel).startswith("layer 2 head 4 · sat attends to the · ")
        await pilot.press("N", "up")
        assert caption(panel).startswith("layer 2 head 3 · cat attends to the · ")


@pytest.mark.parametrize("size", SIZES)
async def test_enter_shows_how_the_row_was_computed(
    size: tuple[int, int], tmp_path: Path, snapshot: Compare
) -> None:
    """A line for each token, masked ones too; the weights sum to 1; escape goes back to the map."""
    app = recorded(tmp_path / "heads.jsonl", [heads(0)])
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        panel = await maximised(pilot, app)
        await pilot.press("down", "down", "right", "enter")
        await settle(pilot, app)
        assert "layer 1 head 1 · sat attends to" == caption(panel)
        await snapshot(pilot, sized("arithmetic", size))
        await pilot.press("down")
        assert "layer 1 head 1 · on attends to" == caption(panel)
        assert "layer 1 head 1 · on attends to\n" == as_tsv(rows_of(panel)[:1])
        last = rows_of(panel)[-1]
        assert pytest.approx(1, abs=1e-3) == last[3]
        assert ["layer 1 head 1 · on attends to"] == [
            line.strip() for line in list(lines_of_file(panel))[:1]
        ]
        await pilot.press("escape")
        assert app.screen is lesson_of(app) and app.screen.maximized is panel
        assert caption(panel).startswith("layer 1 head 1 · on attends to cat · ")
        assert [""] == [line.strip() for line in as_tsv(rows_of(panel)).split("\n")[-1:]]
        await pilot.press("enter", "enter", "escape")
        assert app.screen.maximized is None


async def test_the_cursor_stays_as_pictures_move(tmp_path: Path) -> None:
    """Back in time too; in a shorter sentence it is on the last token, until there are more."""
    values = [head(1), head(2, TOKENS[:2]), head(3)]
    app = recorded(tmp_path / "heads.jsonl", values)
    async with app.run_test(size=SIZES[0]) as pilot:
        await pilot.pause()
        panel = await maximised(pilot, app)
        await pilot.press("down", "down", "down", "end")
        latest = caption(panel)
        assert latest.startswith("on attends to it · ")
        await pilot.press("comma")
        assert caption(panel).startswith("cat attends to cat · ")
        await pilot.press("comma")
        assert caption(panel).startswith("on attends to it · ")
        await pilot.press("enter")
        await pilot.press("full_stop")
        assert "cat attends to" == caption(panel)
        await pilot.press("escape", "full_stop")
        assert latest == caption(panel)


async def test_a_map_alone_has_all_the_room(tmp_path: Path) -> None:
    """Where the maps are small, plus enlarges the one with the cursor; a click finds a cell."""
    app = recorded(tmp_path / "heads.jsonl", [heads(0, count=40)])
    async with app.run_test(size=SIZES[1]) as pilot:
        await pilot.pause()
        panel = await maximised(pilot, app)
        await pilot.press(*["n"] * 38)
        assert "layer 10 head 3" in caption(panel)
        assert "maps 33–40 of 40" in screen_text(app) or "l10 h3" in screen_text(app)
        await pilot.press("plus")
        await settle(pilot, app)
        assert " sat " in screen_text(app) and "maps " not in screen_text(app)
        mark = panel.reader and panel.reader.picture(panel.room(shown_by(panel), 76, 17))
        assert mark
        await pilot.click(panel, offset=(40, 6))
        assert "layer 10 head 3 · " in caption(panel)
        assert not caption(panel).startswith("layer 10 head 3 · the attends to the")
        await pilot.press("minus")
        await settle(pilot, app)
        assert "l10 h3" in screen_text(app) or "layer 10 head 3" in screen_text(app)


def shown_by(panel: ShownPanel) -> PictureEvent:
    found = panel.shown()
    assert found is not None
    return found


async def test_a_move_sends_little_and_no_map(tmp_path: Path) -> None:
    """The cell, its names and the caption: at most a twentieth of what the maps took."""
    app = recorded(tmp_path / "heads.jsonl", [heads(0)])
    async with app.run_test(size=SIZES[0]) as pilot:
        await pilot.pause()
        panel = await maximised(pilot, app)
        whole = panel.sent
        await pilot.press("down")
        before = panel.sent
        await pilot.press("right", "down", "right", "n")
        assert 0 < panel.sent - before < 4 * whole / 20  # some 330 bytes a move


async def test_without_workings_a_row_is_its_values(tmp_path: Path) -> None:
    """And a sentence says why there is no more."""
    app = recorded(tmp_path / "heads.jsonl", [head(0, workings=False)])
    async with app.run_test(size=SIZES[1]) as pilot:
        await pilot.pause()
        panel = await maximised(pilot, app)
        await pilot.press("down", "enter")
        await settle(pilot, app)
        assert "its values alone" in screen_text(app)
        assert "cat attends to" == caption(panel)
        assert 7 == len(rows_of(panel))


async def test_plain_characters_do_too(tmp_path: Path) -> None:
    """A cell is between brackets, and everything is ASCII."""
    app = recorded(tmp_path / "heads.jsonl", [head(0)])
    async with app.run_test(size=SIZES[1]) as pilot:
        app.add_class("-ascii")
        panel = await maximised(pilot, app)
        await pilot.press("down", "right")
        drawn = text_of(panel.draw(76, 19))
        assert drawn.isascii() and "[" in drawn and "]" in drawn
        await pilot.press("enter")
        table = text_of(panel.draw(76, 19))
        assert table.isascii() and "> cat" in table and "masked" in table


async def test_beside_the_other_panels_the_arrows_go_from_one_to_the_next(tmp_path: Path) -> None:
    """And enter maximises: the cursor is for a map alone on the screen."""
    app = recorded(tmp_path / "heads.jsonl", [head(0)])
    async with app.run_test(size=SIZES[0]) as pilot:
        await pilot.pause()
        panel = lesson_of(app).gallery.bring("Weights")
        assert isinstance(panel, ShownPanel)
        panel.focus()
        await pilot.press("right")
        assert lesson_of(app).focused is not panel
        panel.focus()
        await pilot.press("enter")
        assert app.screen.maximized is panel


async def test_a_maximised_table_is_read_row_by_row_and_one_opened_whole(tmp_path: Path) -> None:
    """Its cursor, the row under the mouse, a text longer than the screen, and the way back."""
    long = " ".join(f"word{n}" for n in range(60))
    app = recorded(tmp_path / "table.jsonl", [[[1, "short"], [2, long]]], "points")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        panel = lesson_of(app).gallery.bring("Points")
        assert isinstance(panel, ShownPanel)
        panel.focus()
        await pilot.press("f")
        await settle(pilot, app)
        assert "row 1 of 2" == caption(panel)
        await pilot.press("down", "j")
        assert "row 2 of 2" == caption(panel)
        assert "word59" not in screen_text(app)
        await pilot.press("enter")
        await settle(pilot, app)
        assert "word59" in screen_text(app) and "the table" in screen_text(app)
        assert [["x", "y"], ["2", long]] == list(map(list, rows_of(panel)))
        await pilot.press("escape")
        assert lesson_of(app).maximized is panel
        await pilot.press("escape")
        assert lesson_of(app).maximized is None
