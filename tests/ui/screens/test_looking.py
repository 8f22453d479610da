"""Zoom, axes and time travel: the picture changes, the run never does."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest

from lessons.kit.stream.events import PictureEvent, Position, Resumed, Steps
from lessons.kit.stream.explanation import Explanation, Layer
from tests.tools.commands import TOY
from tests.tools.pictures import screen_text
from tests.tools.pretended import Workers
from tests.tools.screen import (
    SIZES,
    Compare,
    fresh,
    lesson_of,
    playing,
    replayed,
    said_in,
    session_of,
    settle,
    sized,
    until,
)
from tui_lab.app.lab import LabApp
from tui_lab.charts.palette import VariantStyle
from tui_lab.charts.rows import text_of
from tui_lab.charts.x_axis import moved, zoomed
from tui_lab.client.fork import Branch
from tui_lab.protocol.explain import ExplainRequest
from tui_lab.runs.compare import document, read_runs, rows
from tui_lab.runs.folder import RunFolder
from tui_lab.screens.choice import ChoiceScreen
from tui_lab.state.clock import Clock
from tui_lab.state.picture_history import MOST, PictureHistory
from tui_lab.state.store import Store
from tui_lab.widgets.command_line import CommandLine
from tui_lab.widgets.panels.series import SeriesChart

ZERO = (0.0, 400.0)


def picture(step: int) -> PictureEvent:
    return PictureEvent(variant="calm", seed=0, step=step, panel="words", value=f"at {step}")


def steps(first: int, count: int, t: float) -> Steps:
    values: list[float | None] = [float(first + n) for n in range(count)]
    return Steps(variant="calm", seed=0, first=first, values={"loss": values}, t=t)


@pytest.mark.parametrize("size", SIZES)
async def test_back_in_time_every_panel_follows(size: tuple[int, int], snapshot: Compare) -> None:
    """`<` and `,`: charts, maps, words, figures and header are of the same moment."""
    app = replayed("finished")
    async with app.run_test(size=size) as pilot:
        await pilot.press("less_than_sign", "comma")
        at = lesson_of(app).view.at
        assert at is not None
        await settle(pilot, app)
        await snapshot(pilot, sized("back_in_time", size))


async def test_forward_in_time_ends_in_the_present() -> None:
    """`.` goes on to where the run is now, and then follows it."""
    app = replayed("finished")
    async with app.run_test(size=(120, 40)) as pilot:
        view = lesson_of(app).view
        await pilot.press("comma", "comma")
        assert view.at is not None and view.at < 200
        await pilot.press("full_stop", "full_stop", "full_stop")
        assert view.at is None
        await pilot.press("comma", "0")
        assert view.at is None


@pytest.mark.parametrize("size", SIZES)
async def test_a_stretch_along_seconds(size: tuple[int, int], snapshot: Compare) -> None:
    """`x` twice is against time, `+` is a shorter stretch, and the border says so."""
    app = replayed("finished")
    async with app.run_test(size=size) as pilot:
        await pilot.press("x", "x", "plus", "plus", "f", "left", "left")
        await settle(pilot, app)
        assert "against time" in screen_text(app)
        await snapshot(pilot, sized("zoomed", size))


async def test_escape_leaves_the_command_line_before_the_maximised_panel() -> None:
    """One thing at a time; and then the arrows move the cursor again, as before the command."""
    app = replayed("finished")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = lesson_of(app)
        chart = screen.gallery.panels[0]
        await pilot.press("f", "left", "colon", "escape")
        assert screen.maximized is chart
        assert not screen.query_one(CommandLine).display
        before = chart.looked_at  # type: ignore[attr-defined]
        await pilot.press("left")
        assert chart.looked_at < before  # type: ignore[attr-defined]
        await pilot.press("escape")
        assert screen.maximized is None


async def test_brackets_go_from_one_maximised_panel_to_the_next() -> None:
    """Also over the edge of a page; and a tab is never chosen behind a panel that hides it."""
    app = replayed("finished")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = lesson_of(app)
        panels = screen.gallery.panels
        await pilot.press("f", "left_square_bracket")
        assert screen.maximized is panels[-1]
        await settle(pilot, app)
        assert panels[-1].page.title in screen_text(app).split("\n")[1]
        await pilot.press("right_square_bracket", "right_square_bracket")
        assert screen.maximized is panels[1]
        await pilot.press("2")
        await until(pilot, lambda: "live: change while it trains" in screen_text(app))


async def test_panning_and_all_again() -> None:
    """shift+arrows go along the stretch and stop at its ends; `0` is the whole run."""
    app = replayed("finished")
    async with app.run_test(size=(120, 40)) as pilot:
        view = lesson_of(app).view
        await pilot.press("shift+right")
        assert view.stretch is None  # nothing to go along
        await pilot.press("plus", *["shift+left"] * 9)
        assert view.stretch is not None and view.stretch[0] == 0.0
        await pilot.press(*["shift+right"] * 20)
        assert view.stretch[1] == view.whole[1]
        await pilot.press("minus")
        assert view.stretch is None


async def test_a_log_x_axis_starts_at_the_first_step() -> None:
    """Zero has no logarithm; the axis says which it is."""
    app = replayed("seeds")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("x")
        await pilot.pause(0.5)
        assert "against log step" in screen_text(app)
        assert lesson_of(app).view.x_axis().range[0] == 1.0


def test_zooming_keeps_what_is_looked_at_in_its_place() -> None:
    """The step under the cursor stays at its share of the axis; the least is four steps."""
    assert zoomed(ZERO, ZERO, 0.5, 100.0) == (50.0, 250.0)
    assert zoomed((50.0, 250.0), ZERO, 2.0, 100.0) is None
    least = zoomed((100.0, 104.0), ZERO, 0.01, 102.0)
    assert least == (100.0, 104.0)
    assert moved((350.0, 390.0), ZERO, 1.0) == (360.0, 400.0)


def test_a_picture_history_keeps_the_latest_whole_and_the_past_thinned() -> None:
    """However many pictures come, few are kept; any time has the picture that it had."""
    pictures = PictureHistory()
    for step in range(1, 1001):
        pictures.add_picture(picture(step))
    assert len(pictures.steps) <= MOST
    assert pictures.steps[0] == 1 and pictures.steps[-1] == 1000
    assert (pictures.at() or picture(0)).value == "at 1000"
    early = pictures.at(500)
    assert early and early.step <= 500 and early.value == f"at {early.step}"
    assert pictures.at(0) is None


def test_a_resumed_run_forgets_the_pictures_that_it_makes_again() -> None:
    """What was shown after the checkpoint belongs to a past that did not happen."""
    store = Store()
    store.take_event(steps(1, 10, 1.0))
    for step in (2, 5, 9):
        store.take_event(picture(step))
    store.take_event(Resumed(at=[Position("calm", 0, 5)]))
    latest = store.picture("words", "calm", 0)
    assert latest and latest.step == 5
    assert store.clock.at(10) == store.clock.at(5)


def test_the_clock_is_bounded_and_in_proportion() -> None:
    """A million readings are a thousand, and steps between them are in proportion."""
    clock = Clock()
    for step in range(1, 100_001):
        clock.read(step, step / 100)
    assert len(clock.steps) <= 1025
    assert abs(clock.at(50_000) - 500) < 2
    assert clock.at(10**9) == clock.seconds[-1]


async def test_a_hidden_network_is_not_drawn(run_folder: Callable[[str], RunFolder]) -> None:
    """`o`, space: it leaves the charts and the legend says so; the last one cannot be hidden."""
    app = replayed("finished")
    async with app.run_test(size=(120, 40)) as pilot:
        view = lesson_of(app).view
        await pilot.press("o", "space")
        await pilot.pause()
        assert "hidden" in screen_text(app)
        await pilot.press("down", "space", "escape")
        assert view.visible == ["wild"]
        await until(pilot, lambda: "● calm" not in screen_text(app).splitlines()[5])


@pytest.mark.parametrize("size", SIZES)
async def test_an_earlier_run_behind_this_one(
    size: tuple[int, int], run_folder: Callable[[str], RunFolder]
) -> None:
    """`/` finds it, space lays it behind the curves, and the table says what came out."""
    run_folder("playing"), run_folder("seeds")
    wanted = run_folder("stopped")
    app = replayed("finished")
    async with app.run_test(size=size) as pilot:
        view = lesson_of(app).view
        await pilot.press("o", "slash", *wanted.id[-3:], "enter")
        await pilot.press("end", "space")
        await until(pilot, lambda: bool(view.ghosts))
        assert [ghost.name for ghost in view.ghosts] == [wanted.id]
        await until(pilot, lambda: "this run" in screen_text(app))
        assert "calm loss" in screen_text(app)
        await pilot.press("escape", "escape", "f")
        await until(pilot, lambda: f"calm {wanted.id}" in screen_text(app))


def test_runs_are_compared_by_what_differs(run_folder: Callable[[str], RunFolder]) -> None:
    """Equal settings are not told; figures are, and none where a run has none."""
    runs = read_runs([run_folder("playing"), run_folder("finished")])
    said = document(runs)
    assert said["differ"]["steps"] == [200, 60]
    assert "noise" not in said["differ"]
    assert said["last"]["free"]["loss"][1] is None
    assert any(row[0] == "calm loss" for row in rows(runs))


@pytest.mark.parametrize("size", SIZES)
async def test_a_point_is_explained(
    size: tuple[int, int], run_folder: Callable[[str], RunFolder], snapshot: Compare,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """`i`: the step at the cursor of the network that is shown, in words and numbers."""
    asked: list[ExplainRequest] = []

    def pretended(run: RunFolder, wish: ExplainRequest, is_wanted: object) -> Explanation:
        asked.append(wish)
        layers = [
            Layer("rnn.weight", [64, 64], 7.1, 0.5, 0.05, 0.2),
            Layer("head.bias", [44], 0.9, None, None, None),
        ]
        return Explanation(
            wish.variant, wish.seed, wish.step, {"loss": 2.5}, layers, norm=12.0, clipped=1.0,
            broken="the output of rnn: nan", batch=["the \x1b[31mroad"], replayed=7,
        )  # fmt: skip

    monkeypatch.setattr("tui_lab.screens.explain.explained", pretended)
    app = LabApp(run=run_folder("finished"))
    async with app.run_test(size=size) as pilot:
        await pilot.press("comma")
        await settle(pilot, app)
        await pilot.press("i")
        await until(pilot, lambda: "8.3%" in screen_text(app))
        assert asked == [ExplainRequest(lesson_of(app).view.at or 0, "calm", 0)]
        await snapshot(pilot, sized("explained", size))
        await pilot.press("escape")


async def test_half_a_number_is_never_shown() -> None:
    """Where a caption has no room for every value there is none: the names stay."""
    app = replayed("finished")
    async with app.run_test(size=(120, 40)) as pilot:
        panel = lesson_of(app).gallery.panels[0]
        entries = [
            (VariantStyle("#808080", "●"), "calm", value) for value in (1.14e-11, 4.35e-9, 3.56e-8)
        ]

        def said(width: int) -> str:
            return text_of(panel.words.legend(entries, width))

        assert "● calm  ● calm  ● calm" == said(24)
        assert "● calm 1.14e-11  ● calm 4.35e-9\n● calm 3.56e-8" == said(36)
        await pilot.pause()


async def test_closing_the_explanation_ends_what_worked_on_it(
    run_folder: Callable[[str], RunFolder], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The steps on the way may take minutes: they hold up neither a core nor the leaving."""
    started: list[subprocess.Popen[bytes]] = []

    def spawned(arguments: list[str], *, stdin: int) -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen(["sleep", "60"], stdin=stdin, stdout=subprocess.PIPE))
        return started[-1]

    monkeypatch.setattr("tui_lab.client.explain.spawn", spawned)
    app = LabApp(run=run_folder("finished"))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("i")
        await until(pilot, lambda: bool(started))
        assert started[0].poll() is None
        await pilot.press("escape")
        await until(pilot, lambda: started[0].poll() is not None)


@pytest.mark.parametrize("size", SIZES)
async def test_why_a_claim_holds(size: tuple[int, int], snapshot: Compare) -> None:
    """`enter` on a claim: verdict, this run's number beside the bar, each seed, the method."""
    app = replayed("seeds")
    async with app.run_test(size=size) as pilot:
        await settle(pilot, app)
        await pilot.press("3")
        await settle(pilot, app)  # the last row tells the keys of this tab by now
        await pilot.press("enter")
        await until(pilot, lambda: "How it is measured" in screen_text(app))
        assert "seed 0" in screen_text(app)
        await snapshot(pilot, sized("why", size))
        await pilot.press("escape")


async def test_what_was_predicted_stands_on_its_chart(workers: Workers) -> None:
    """Locked in at once, without a verdict; right or wrong as soon as this run has told.

    A run with other settings shows neither; one that has trained asks for nothing.
    """
    app = LabApp(TOY, {"settings": {"steps": 60}})
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("p", "1")
        await until(pilot, lambda: "Loss · log  ◆ yes" in screen_text(app))
        assert "◆ yes ✓" not in screen_text(app)
    told = replayed("finished")
    async with told.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "Loss · log  ◆ yes ✓" in screen_text(told))
        await pilot.press("p")
        await until(pilot, lambda: "this run is over: predict before" in messages(told))
    other = replayed("playing")
    async with other.run_test(size=(120, 40)) as pilot:
        await pilot.press("3")
        await until(pilot, lambda: "of other settings (steps=60): yes" in screen_text(other))
        assert "◆ yes" not in screen_text(other)
        await pilot.press("p")
        await until(pilot, lambda: "predict before the next one" in messages(other))
    again = LabApp(TOY, {"settings": {"steps": 60}})
    async with again.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "Loss · log  ◆ yes" in screen_text(again))
        assert "✓" not in screen_text(again)


def messages(app: LabApp) -> str:
    return " ".join(note.message for note in app._notifications)


async def test_an_answer_that_comes_too_late_does_not_count(workers: Workers) -> None:
    """The run trained while the question stood there, as from another terminal."""
    app = fresh()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("space", "s")
        await pilot.pause()
        workers[-1].says("playing", slice(0, 2))
        await until(pilot, lambda: session_of(app).store.start is not None)
        await pilot.press("p")
        assert isinstance(app.screen, ChoiceScreen)
        workers[-1].says("playing", slice(2, 60))
        await until(pilot, lambda: session_of(app).store.step > 0)
        await pilot.press("1")
        await until(pilot, lambda: "too late: this run has trained" in messages(app))
        assert [] == said_in(app)
        session_of(app).detach()


async def test_f_forks_with_what_is_typed(workers: Workers, run_folder: Callable[[str], RunFolder],
                                          monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """`F` opens the line with `fork` in it; the run before stays, faint, behind the new one."""
    asked: list[tuple[object, ...]] = []
    child = run_folder("started")
    parent = run_folder("finished")

    def pretended(run: RunFolder, at: int | None, values: dict[str, object]) -> tuple[object, ...]:
        asked.append((run.id, at, values))
        return child, Branch(parent, 39, None)

    monkeypatch.setattr("tui_lab.session.actions.transport.fork_run", pretended)
    app = LabApp(run=parent)
    async with app.run_test(size=(120, 40)) as pilot:
        view = lesson_of(app).view
        await pilot.press("comma")
        at = view.at
        await pilot.press("F", *"lr=0.5", "enter")
        await until(pilot, lambda: bool(asked))
        assert asked == [(parent.id, at, {"steps": 40, "lr": 0.5})]
        assert view.session.run == child and view.at is None
        assert [ghost.name for ghost in view.ghosts] == [parent.id]
        await pilot.press("colon", "up")
        assert app.screen.query_one(CommandLine).value == f"fork at={at} steps=40 lr=0.5"


async def test_where_a_fork_begins_is_said_before(
    workers: Workers, run_folder: Callable[[str], RunFolder]
) -> None:
    """As soon as `fork` is typed; of another step again; the cursor of a chart points as well."""
    app = LabApp(run=run_folder("finished"))
    async with app.run_test(size=(120, 40)) as pilot:
        said = lambda: line_of(app).hint.said.plain  # noqa: E731
        await pilot.press("colon", *"fork", "space")
        await until(pilot, lambda: "fork at 60: trains 1 to 60 again from the start" in said())
        await pilot.press(*"at=12", "space")
        await until(pilot, lambda: "fork at 12: trains 1 to 12 again" in said())
        await pilot.press(*"at=99", "space")
        await until(pilot, lambda: "no step 99; its last step is 60" in said())
        assert "fork at 12" not in said()  # nor of any other step: one message at a time
        await pilot.press("enter")
        await until(pilot, lambda: line_of(app).value == "" or not line_of(app).display)
        assert 1 == messages(app).count("no step 99; its last step is 60")
        await pilot.press("escape", "f", "left", "left", "left")
        chart = app.screen.maximized
        assert isinstance(chart, SeriesChart) and chart.looked_at
        await pilot.press("F")
        assert f"fork at={round(chart.looked_at)} steps=40 " == line_of(app).value
        assert not workers


async def test_an_empty_chart_follows_the_plan(workers: Workers) -> None:
    """Its axis goes to as many steps as were typed last, before anything is trained."""
    app = fresh()
    async with app.run_test(size=(120, 40)) as pilot:
        axes = lambda: [row for row in screen_text(app).split("\n") if "└┬" in row]  # noqa: E731
        await until(pilot, lambda: bool(axes()))
        before = axes()
        await pilot.press("colon", *"set steps 37", "enter")
        await until(pilot, lambda: bool(axes()) and axes() != before)


async def test_f_says_the_step_of_a_run_that_goes_on(workers: Workers) -> None:
    """The one that was said beforehand counts, not the one where it is when all is typed."""
    app = fresh()
    async with app.run_test(size=(120, 40)) as pilot:
        await playing(pilot, app, workers)
        step = session_of(app).store.step
        await pilot.press("F")
        assert f"fork at={step} " == line_of(app).value
        session_of(app).detach()


def line_of(app: LabApp) -> CommandLine:
    return app.screen.query_one(CommandLine)
