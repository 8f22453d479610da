"""Which scalars have a column of figures."""

import pytest

import lessons
from lessons.kit import Series
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
