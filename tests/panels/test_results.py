"""Which scalars have a column of figures."""

import pytest

import lessons
from lessons.kit import Series
from tests.tools.places import RECORDINGS
from tests.tools.screen import lesson_of, settle
from tui_lab.app.lab import LabApp
from tui_lab.charts.rows import text_of
from tui_lab.runs.compare import good_side
from tui_lab.session.session import Session
from tui_lab.session.view import View
from tui_lab.widgets.panels.results import scalars


@pytest.mark.parametrize("name", lessons.folders())
def test_before_a_run_only_what_its_panels_draw_has_a_column(name: str) -> None:
    """A panel that is for other settings would give a column that stays empty."""
    lesson = lessons.load(name)
    view = View(Session(lesson, lesson.plan()))
    pages = [page for page in lesson.panels if isinstance(page, Series)]
    drawn = {scalar for page in pages if view.covers(page) for scalar in page.of}

    assert drawn == set(scalars(view))


@pytest.mark.parametrize("name", lessons.folders())
def test_the_scalar_of_the_large_panel_comes_first(name: str) -> None:
    """Where there is room for two columns, what the lesson is about is one of them."""
    lesson = lessons.load(name)
    view = View(Session(lesson, lesson.plan()))
    heroes = [p.of for p in lesson.panels if isinstance(p, Series) and p.hero and view.covers(p)]

    assert not heroes or heroes[0][0] == scalars(view)[0]


@pytest.mark.parametrize("size", [(200, 60), (160, 45), (120, 40), (80, 24), (60, 20)])
@pytest.mark.parametrize("recording", ["finished", "seeds", "failed"])
async def test_no_two_columns_touch(recording: str, size: tuple[int, int]) -> None:
    """Two blanks at least between the figures of two scalars, at every width of the screen."""
    app = LabApp(replay=RECORDINGS / f"{recording}.jsonl")
    async with app.run_test(size=size) as pilot:
        await settle(pilot, app)
        drawn = lesson_of(app).results
        for width in range(size[0] // 2, size[0]):
            table = drawn.table(width)
            lines = text_of(drawn.draw(width, 9)).split("\n")
            for row in range(len(drawn.view.variants)):
                cells = [str(list(column.cells)[row]) for column in table.columns[2:]]
                line = lines[row + 1].strip()
                assert len(cells) == 1 or line.endswith(cells[-1])
                assert all("  " + cell in line for cell in cells[1:])


@pytest.mark.parametrize(
    ("metric", "side"),
    [
        ("loss", -1), ("valid_loss", -1), ("squared error", -1), ("accuracy", 1), ("gain", 1),
        ("Macro-F1", 1), ("clipped", 0), ("gap", 0),
    ],
)  # fmt: skip
def test_the_best_of_a_scalar_is_on_its_good_side(metric: str, side: int) -> None:
    """Of an accuracy the largest; where nobody knows, no best is told."""
    assert side == good_side(metric)
