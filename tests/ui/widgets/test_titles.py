"""Titles of panels: what stands in them where there is room, and what they do without."""

import pytest

from lessons.kit import Series
from tui_lab.session.standing import Standing
from tui_lab.widgets.panels.panel import title_of

PAGE = Series("Above the floor", of=("gap",), unit="nats a pair", log=True)


@pytest.mark.parametrize(
    ("room", "said", "title"),
    [
        (60, None, "Above the floor · nats a pair · log"),
        (34, None, "Above the floor · log"),
        (34, Standing("near 0", "near 0"), "Above the floor · log  ◆ near 0 ✓"),
        (30, Standing("near 0", "near 0"), "Above the floor  ◆ near 0 ✓"),
        (22, Standing("near 0", "far"), "Above the floor  ◆  ✗"),
        (5, None, "Above the floor"),
        (-6, None, "Above the floor · nats a pair · log"),
    ],
)
def test_a_title_is_short_rather_than_cut(room: int, said: Standing | None, title: str) -> None:
    """The unit goes first, then the scale, then the words of a prediction."""
    assert title == title_of(PAGE, said, is_log=True, room=room).plain
