"""The tabs at every width: which key chooses each, and what is noted of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from tests.tools.screen import fresh, lesson_of, replayed, until
from tui_lab.widgets.side.side import CHARTS, DIGITS, PANES, RESULTS
from tui_lab.widgets.tab_line import TabLine
from tui_lab.widgets.themes import DARK

ALL = (CHARTS, *PANES, RESULTS)


def line_of(tabs: tuple[str, ...], note: str, active: str, most_rows: int) -> TabLine:
    line = TabLine(tabs, DIGITS)
    line.set_reactive(TabLine.active, active)
    line.notes["Claims"] = note
    line.most_rows = most_rows
    return line


@settings(max_examples=300, deadline=None)
@given(
    st.integers(44, 200), st.sampled_from([PANES, ALL]), st.sampled_from(PANES),
    st.sampled_from(["", "1/1", "4/6✗", "12/15✗"]), st.integers(1, 2),
)  # fmt: skip
def test_every_tab_has_its_digit_and_the_tally_stays(
    width: int, tabs: tuple[str, ...], active: str, note: str, rows: int
) -> None:
    """In the same order with the same digits, in rows that fit, the active tab in full."""
    if note and rows == 1 and width < 60:
        width = 60
    found = line_of(tabs, note, active, rows).rows(width)
    labels = [label for row in found for label, _ in row]

    assert list(tabs) == [label.tab for label in labels]
    assert [DIGITS[tab] for tab in tabs] == [label.digit for label in labels]
    assert note == next(label.note for label in labels if label.tab == "Claims")
    assert active == next(label.name for label in labels if label.tab == active)
    assert all(label.tab.startswith(label.name) for label in labels)
    assert all(sum(1 + room for _, room in row) <= width + 1 for row in found)
    assert rows >= len(found)


class Tabs(App[None]):
    """Nothing but a line of tabs."""

    def __init__(self, most_rows: int) -> None:
        super().__init__()
        self.register_theme(DARK)
        self.theme = DARK.name
        self.line = TabLine(ALL, DIGITS)
        self.line.most_rows = most_rows

    def compose(self) -> ComposeResult:
        yield self.line


@pytest.mark.parametrize(("width", "rows"), [(40, 2), (60, 1), (80, 1), (120, 1)])
async def test_a_click_chooses_the_tab_under_the_mouse(width: int, rows: int) -> None:
    """Wherever on its label, in either row."""
    app = Tabs(rows)
    async with app.run_test(size=(width, 5)) as pilot:
        for y, row in enumerate(app.line.rows(width)):
            start = 1
            for label, room in row:
                await pilot.click(TabLine, offset=(min(start, width - 1), y))
                assert label.tab == app.line.active
                start += room + 1


async def test_a_digit_means_the_same_tab_at_every_size() -> None:
    """What is not a tab here says so; 0 shows the charts where they are a tab."""
    for size in [(120, 40), (80, 24), (60, 20), (200, 60)]:
        app = replayed("finished")
        async with app.run_test(size=size, notifications=True) as pilot:
            screen = lesson_of(app)
            for tab in PANES:
                await pilot.press(DIGITS[tab])
                assert tab == screen.tabs.active
            await pilot.press("0")
            await until(pilot, lambda screen=screen: screen.gallery.display)  # type: ignore[misc]
            await pilot.press("7")
            await pilot.pause()
            assert screen.results.display
            assert screen.body.is_narrow or len(app._notifications) == 1


async def test_a_tab_survives_small_sizes() -> None:
    """Claims, on a terminal that was small for a moment, is Claims again; so is any other tab."""
    for tab in PANES:
        app = fresh() if tab == "Tour" else replayed("finished")
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.press(DIGITS[tab])
            for size in [(80, 24), (60, 20), (120, 40)]:
                await pilot.resize_terminal(*size)
                await pilot.pause()
            assert tab == lesson_of(app).tabs.active
