"""What a lesson's charts put first: a large panel, and a network in front."""

from dataclasses import replace

import pytest

from lessons.kit import Series
from tests.tools.pictures import screen_text
from tests.tools.pretended import Workers
from tests.tools.screen import fresh, lesson_of, replayed, settle, until
from tui_lab.session.actions import sight
from tui_lab.session.session import Session
from tui_lab.session.view import View
from tui_lab.state.ghosts import Ghost
from tui_lab.widgets.panels.legend import Legend
from tui_lab.widgets.panels.series import SeriesChart

ROOMY = (120, 40)


def test_the_favourite_is_in_front(session: Session) -> None:
    """It is shown and asked, too; until the learner brings another to the front, or hides it."""
    session.lesson = replace(session.lesson, favourite="wild")
    view = View(session)
    assert "wild" == view.shown

    sight.show_next(view)
    assert "free" == view.shown
    sight.show_next(view, -1)
    assert "wild" == view.shown
    view.chosen = None
    sight.hide(view, "wild")
    assert "calm" == view.shown
    sight.bring_to_front(view, "wild")
    assert "wild" == view.shown and not view.hidden


async def test_only_the_network_in_front_is_bright(workers: Workers) -> None:
    """In every chart; `v` goes on, `V` back, a click on a name goes there."""
    app = replayed("playing")
    async with app.run_test(size=ROOMY) as pilot:
        screen = lesson_of(app)
        chart = screen.gallery.panels[0]
        assert isinstance(chart, SeriesChart)

        async def in_front(name: str) -> None:
            await until(pilot, lambda: {name} == {x.network for x in chart.curves if not x.quiet})
            assert name == screen.view.shown

        await in_front("calm")
        await pilot.press("v")
        await in_front("wild")
        await pilot.press("V")
        await in_front("calm")
        legend = screen.query_one(Legend)
        await pilot.click(legend, offset=(screen_text(app).split("\n")[2].index("free") - 40, 0))
        await in_front("free")


async def test_the_line_above_names_other_runs_and_what_is_hidden(workers: Workers) -> None:
    """A letter for each earlier run, which stands at the end of its curves."""
    app = replayed("finished")
    async with app.run_test(size=ROOMY) as pilot:
        screen = lesson_of(app)
        earlier = Ghost("lesson90-abcde", screen.session.store)
        sight.add_ghost(screen.view, replace(earlier, name="before"))
        sight.add_ghost(screen.view, earlier)
        sight.hide(screen.view, "wild")
        screen.gallery.catch_up()
        await settle(pilot, app)
        line = screen_text(app).split("\n")[2]

        assert "● calm  (wild hidden)  a┄ before  b┄ lesson90-abcde" in line
        chart = screen.gallery.panels[0]
        assert isinstance(chart, SeriesChart)
        ends = {(line.marker, line.ghost) for line in chart.ghost_curves}
        assert {("a", True), ("b", True)} == ends


async def test_an_empty_lesson_says_once_how_to_begin(workers: Workers) -> None:
    """In the large panel; a panel of a run that has shown nothing yet says that."""
    app = fresh()
    async with app.run_test(size=ROOMY) as pilot:
        await settle(pilot, app)
        assert 2 == screen_text(app).count("press space to start")  # in the header, too
        assert "nothing yet" not in screen_text(app)
        await pilot.press("space")
        await pilot.pause()
        await pilot.press("s")
        await until(pilot, lambda: 2 == screen_text(app).count("warming up"))
        assert "nothing yet" not in screen_text(app)
        workers[-1].says("started")
        await until(pilot, lambda: "nothing yet" in screen_text(app))


@pytest.mark.parametrize(("size", "narrow"), [((100, 32), True), ((100, 36), False)])
async def test_few_rows_have_the_panels_behind_a_tab(size: tuple[int, int], narrow: bool) -> None:
    """Else there would be two flat charts, the upper without its values."""
    app = replayed("finished")
    async with app.run_test(size=size) as pilot:
        await settle(pilot, app)
        assert narrow == lesson_of(app).body.is_narrow
        assert "● calm 6.97e-3" in screen_text(app)


def test_a_chart_may_open_in_decades(session: Session) -> None:
    """`x` still turns it, and no press of it changes nothing."""
    loss, norm = Series("Loss", of=("loss",), log_x=True), Series("Norm", of=("norm",))
    seen: dict[int, list[tuple[str, ...]]] = {}
    for panels in ([loss], [norm], [loss, norm]):
        session.lesson = replace(session.lesson, panels=panels)
        view = View(session)
        for _ in range(6):
            kinds = tuple(view.x_axis("log step" if p.log_x else "step").kind for p in panels)
            seen.setdefault(id(panels), []).append(kinds)
            sight.turn_axis(view)

    only_log, only_steps, both = seen.values()
    assert [("log step",), ("step",), ("time",)] * 2 == only_log
    assert [("step",), ("log step",), ("time",)] * 2 == only_steps
    assert [("log step", "step"), ("step",) * 2, ("log step",) * 2, ("time",) * 2] == both[:4]


async def test_a_title_has_the_unit_and_says_log(workers: Workers) -> None:
    """So that it stands beside the name of what is measured."""
    app = replayed("finished")
    async with app.run_test(size=ROOMY) as pilot:
        chart = lesson_of(app).gallery.panels[0]
        chart.page = replace(chart.page, unit="nats/char")
        chart.say_title()
        await pilot.pause()
        assert "─ Loss · nats/char · log ─" in screen_text(app)
        await pilot.press("y")
        await pilot.pause()
        assert "─ Loss · nats/char ─" in screen_text(app)
        chart.page = replace(chart.page, unit="Loss")
        chart.say_title()
        await pilot.pause()
        assert "─ Loss ─" in screen_text(app)


async def test_pages_of_panels_are_turned_by_the_mouse(workers: Workers) -> None:
    """The signs at the end of the line above are keys, too."""
    app = replayed("playing")
    async with app.run_test(size=(100, 40)) as pilot:
        screen = lesson_of(app)
        await settle(pilot, app)
        legend = screen.query_one(Legend)
        end = legend.size.width  # of the line, with a column of padding on either side
        first = screen.gallery.page
        assert screen.gallery.position.endswith("[ ]")

        await pilot.click(legend, offset=(end, 0))
        await until(pilot, lambda: screen.gallery.page != first)
        await pilot.click(legend, offset=(end - 2, 0))
        await until(pilot, lambda: screen.gallery.page == first)
