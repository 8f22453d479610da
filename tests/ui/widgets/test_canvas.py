"""The base of the charts: repaints what changed, and nothing that nobody sees."""

from types import SimpleNamespace

import pytest
from rich.color import Color
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.screen import Screen

from tests.tools.pictures import screen_text
from tests.tools.places import RECORDINGS
from tui_lab.app.lab import LabApp
from tui_lab.charts.rows import Grid, Rows, Style
from tui_lab.terminal.writer import terminal_is_behind
from tui_lab.widgets.panels.canvas import SOON, Canvas
from tui_lab.widgets.panels.lines import LinesPanel
from tui_lab.widgets.panels.series import SeriesChart


class Words(Canvas):
    """One word on each row."""

    def __init__(self, *words: str) -> None:
        super().__init__()
        self.words = list(words)
        self.draws = 0
        self.refreshed: list[tuple[Region, ...]] = []

    def draw(self, width: int, height: int) -> Rows:
        self.draws += 1
        grid = Grid(width, height)
        for row, word in enumerate(self.words):
            grid.write(0, row, word, Style("#58a6ff"))
        return grid.rows()

    def refresh(self, *regions, **more):
        self.refreshed.append(regions)
        return super().refresh(*regions, **more)


class OneCanvas(App[None]):
    CSS = "Words { border: round white; background: #102030; }"

    def __init__(self) -> None:
        super().__init__()
        self.words = Words("one", "two", "three")

    def compose(self) -> ComposeResult:
        yield self.words


async def test_it_shows_what_it_draws() -> None:
    app = OneCanvas()
    async with app.run_test(size=(20, 6)):
        assert "│two               │" == screen_text(app).split("\n")[2]


async def test_only_the_changed_columns_of_changed_rows_are_refreshed() -> None:
    app = OneCanvas()
    async with app.run_test(size=(20, 6)) as pilot:
        app.words.refreshed.clear()
        app.words.words[1] = "zwei"
        app.words.catch_up()
        assert [(Region(0, 1, 4, 1),)] == app.words.refreshed
        await pilot.pause()
        assert "│zwei              │" == screen_text(app).split("\n")[2]


async def test_what_is_sent_is_counted() -> None:
    """A repaint of a word, and of all of it at another size; nothing where nothing is new."""
    app = OneCanvas()
    async with app.run_test(size=(20, 6)) as pilot:
        before = app.words.sent
        app.words.catch_up()
        assert before == app.words.sent
        app.words.words[1] = "zwei"
        app.words.catch_up()
        word = app.words.sent - before
        assert len("zwei") < word
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert before + 2 * word < app.words.sent


async def test_a_change_among_wide_characters_is_shown_whole() -> None:
    app = OneCanvas()
    async with app.run_test(size=(20, 6)) as pilot:
        for word in ("好吃 1", "好 吃 2", "éte 2", "eté 2", "2 好", "好好"):
            app.words.words[1] = word
            app.words.catch_up()
            await pilot.pause()
            painted = screen_text(app).split("\n")[2]
            app.words.refresh()
            await pilot.pause()
            assert painted == screen_text(app).split("\n")[2]


async def test_nothing_new_refreshes_nothing() -> None:
    app = OneCanvas()
    async with app.run_test(size=(20, 6)):
        app.words.refreshed.clear()
        app.words.catch_up()
        assert [] == app.words.refreshed


async def test_a_hidden_canvas_draws_nothing_and_catches_up_when_shown() -> None:
    app = OneCanvas()
    async with app.run_test(size=(20, 6)) as pilot:
        app.words.display = False
        await pilot.pause()
        draws = app.words.draws
        app.words.words[0] = "new"
        app.words.catch_up()
        assert draws == app.words.draws
        app.words.display = True
        await pilot.pause()
        assert "new" in screen_text(app)


async def test_a_covered_screen_draws_nothing() -> None:
    """Its timers go on ticking, and Textual still finds its widgets."""
    app = OneCanvas()
    async with app.run_test(size=(20, 6)) as pilot:
        await app.push_screen(Screen())
        draws = app.words.draws
        app.words.words[0] = "new"
        app.words.catch_up()
        assert draws == app.words.draws
        await app.pop_screen()
        await pilot.pause()
        app.words.catch_up()
        await pilot.pause()
        assert "new" in screen_text(app)


async def test_it_survives_a_storm_of_sizes() -> None:
    app = OneCanvas()
    async with app.run_test(size=(20, 6)) as pilot:
        for width, height in [(80, 24), (3, 3), (1, 1), (200, 50), (2, 9), (40, 4), (20, 6)]:
            await pilot.resize_terminal(width, height)
            app.words.words[0] = f"{width}x{height}"
            app.words.catch_up()
        await pilot.pause()
        assert "│20x6" == screen_text(app).split("\n")[1][:5]


async def test_a_change_of_theme_repaints_on_the_new_ground() -> None:
    app = OneCanvas()
    async with app.run_test(size=(20, 6)) as pilot:
        app.words.styles.background = "#405060"
        await pilot.pause()
        grounds = {
            segment.style.bgcolor
            for y in range(4)
            for segment in app.words.render_line(y)
            if segment.style
        }
        assert {Color.parse("#405060")} == grounds
        assert "#405060" == app.words.ground.lower()


async def test_nothing_is_sent_to_a_terminal_that_is_behind() -> None:
    """And as soon as it has caught up, it is sent without being asked for again."""
    app = OneCanvas()
    async with app.run_test(size=(20, 6)) as pilot:
        waiting = 1
        queue = SimpleNamespace(qsize=lambda: waiting)
        app._driver._writer_thread = SimpleNamespace(_queue=queue)
        draws = app.words.draws
        app.words.words[0] = "new"
        app.words.catch_up()
        await pilot.pause(5 * SOON)
        assert draws == app.words.draws
        waiting = 0
        await pilot.pause(5 * SOON)
        assert draws + 1 == app.words.draws
        del app._driver._writer_thread


def test_an_app_without_a_writer_is_not_behind() -> None:
    assert terminal_is_behind(SimpleNamespace()) is False  # type: ignore[arg-type]
    driver = SimpleNamespace(_writer_thread=object())
    assert terminal_is_behind(SimpleNamespace(_driver=driver)) is False  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [SeriesChart, LinesPanel])
async def test_the_curves_of_a_chart_are_made_once_a_paint(
    kind: type[SeriesChart | LinesPanel], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The values in the caption are those of the curves below it, and cost nothing again."""
    made: list[object] = []
    lines = kind.lines
    monkeypatch.setattr(kind, "lines", lambda panel: made.append(panel) or lines(panel))
    app = LabApp(replay=RECORDINGS / "pictures.jsonl")
    async with app.run_test(size=(200, 60)) as pilot:
        await pilot.pause()
        for panel in app.screen.query(kind):
            made.clear()
            assert panel.draw(60, 20)
            assert [panel] == made
        assert made
