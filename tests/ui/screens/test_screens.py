"""Every screen and state as text, and the keys that lead from one to the other."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

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
    side_of,
    sized,
    until,
)
from tui_lab.app.lab import LabApp
from tui_lab.charts.rows import text_of
from tui_lab.protocol.commands import Ask, Pause, Set, StepOn, Watch
from tui_lab.runs.folder import RunFolder
from tui_lab.screens.choice import ChoiceScreen
from tui_lab.screens.lesson.screen import LessonScreen
from tui_lab.widgets.panels.bars import BarsPanel
from tui_lab.widgets.side.knobs import Knobs


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "recording",
    ["started", "playing", "paused", "finished", "stopped", "failed", "killed", "seeds"],
)
async def test_every_state(recording: str, size: tuple[int, int], snapshot: Compare) -> None:
    """What was recorded is what is shown."""
    app = replayed(recording)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await snapshot(pilot, sized(recording, size))


@pytest.mark.parametrize("size", SIZES)
async def test_before_the_first_run(size: tuple[int, int], snapshot: Compare) -> None:
    """Nothing is drawn but the way to begin; and it can be predicted what will come."""
    app = fresh()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await snapshot(pilot, sized("empty", size))
        await pilot.press("p")
        await pilot.pause()
        await snapshot(pilot, sized("predict", size))


async def test_bars_of_nothing_are_no_numbers() -> None:
    """Before the first step nothing is measured: nan is what a network says that broke."""
    app = fresh()
    async with app.run_test(size=(200, 60)) as pilot:
        panels = [p for p in lesson_of(app).gallery.panels if isinstance(p, BarsPanel)]
        await until(pilot, lambda: all(panel.size for panel in panels))
        said = [text_of(panel.picture(40, 8)) for panel in panels]
        assert said and not any(text.strip() for text in said)


@pytest.mark.parametrize("size", SIZES)
async def test_the_menu(size: tuple[int, int], snapshot: Compare) -> None:
    """Lessons with progress, and where the runs will be."""
    app = LabApp()
    app.progress.opened("lesson90")
    async with app.run_test(size=size) as pilot:
        app.screen.look_at_runs()  # type: ignore[attr-defined]
        await pilot.pause()
        if size[0] >= 110:  # the card has read the page, in its thread
            await until(pilot, lambda: "1 to test" in screen_text(app))
        await snapshot(pilot, sized("menu", size))


async def test_a_run_in_the_menu_is_one_line(run_folder: Callable[[str], RunFolder]) -> None:
    """Name, state, step and age beside each other, as soon as the lists are."""
    run = run_folder("playing")
    started = datetime.now(UTC) - timedelta(minutes=59)
    file = msgspec.structs.replace(run.file, created=started.isoformat())
    (run.path / "run.json").write_bytes(msgspec.json.encode(file))
    app = LabApp()
    async with app.run_test(size=(110, 30)) as pilot:
        app.screen.look_at_runs()  # type: ignore[attr-defined]
        await until(pilot, lambda: run.id in screen_text(app))
        row = next(row for row in screen_text(app).split("\n") if run.id in row)
        assert "step 45" in row and "59 min ago" in row


VIEWS = {
    "knobs": ("2", ""),
    "claims": ("3", ""),
    "notes": ("4", ""),
    "second_page": ("right_square_bracket", "left_square_bracket"),
    "zoom": ("f", "escape"),
    "help": ("question_mark", "escape"),
    "source": ("c", "q"),
    "command": ("colon", "escape"),
}


@pytest.mark.parametrize("size", SIZES)
async def test_every_view(size: tuple[int, int], snapshot: Compare) -> None:
    """What a key leads to, on a finished run, and the way back."""
    app = replayed("finished")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for name, (key, back) in VIEWS.items():
            await pilot.press(key)
            if name == "second_page" and size == (80, 24):
                await pilot.press(key)  # the first press leads to the panels
            await pilot.pause()
            await snapshot(pilot, sized(name, size))
            await pilot.press(*filter(None, [back]))
            await pilot.pause()


@pytest.mark.parametrize("size", [(60, 20), (40, 10), (20, 5), (1, 1), (300, 80)])
async def test_any_size_is_drawn(size: tuple[int, int], workers: Workers) -> None:
    """A tiny terminal gets a smaller layout, never a crash."""
    app = replayed("playing")
    async with app.run_test(size=size) as pilot:
        for key in ("2", "3", "4", "5", "6", "1", "0", "f", "f", "right_square_bracket", "p"):
            await pilot.press(key)
        await pilot.press("escape", "question_mark", "escape")
        rows = screen_text(app).split("\n")

    assert size[1] == len(rows)
    assert max(map(len, rows)) <= size[0]


@pytest.mark.parametrize("size", [(60, 20), (30, 5), (20, 3)])
async def test_paging_through_a_list_without_room(size: tuple[int, int]) -> None:
    """Textual's own fails on a list of no height: the app must not."""
    app = replayed("playing")
    async with app.run_test(size=size) as pilot:
        await pilot.press("2", "pagedown", "pageup")
        lesson_of(app).side.knobs.list.focus()
        lesson_of(app).side.knobs.list.styles.height = 0
        await pilot.press("pagedown", "pageup", "1", "pagedown")
        assert app.is_running


async def test_a_storm_of_sizes(workers: Workers) -> None:
    """Resizing while it draws breaks nothing."""
    app = replayed("playing")
    async with app.run_test(size=(120, 40)) as pilot:
        for width, height in [(20, 5), (200, 60), (80, 24), (3, 3), (120, 12), (50, 50), (120, 40)]:
            await pilot.resize_terminal(width, height)
            app.screen.paint()  # type: ignore[attr-defined]
        await pilot.pause()
        assert "Loss" in screen_text(app)


async def test_space_asks_for_predictions_then_plays(workers: Workers) -> None:
    """The answer is locked in before anything is trained."""
    app = fresh()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("space")
        await pilot.pause()
        assert isinstance(app.screen, ChoiceScreen)
        assert not workers
        await pilot.press("1")
        await pilot.pause()

        assert ["yes"] == [each.choice for each in said_in(app)]
        assert 1 == len(workers)
        assert "warming up" in screen_text(app)
        session_of(app).detach()


async def test_predictions_can_be_skipped_or_put_off(workers: Workers) -> None:
    """`s` plays without; escape does not play."""
    app = fresh()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("space")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert not workers
        await pilot.press("space")
        await pilot.pause()
        await pilot.press("s")
        await pilot.pause()
        assert 1 == len(workers)
        assert [] == said_in(app)
        session_of(app).detach()


async def test_keys_drive_the_run(workers: Workers) -> None:
    """Space pauses, s and S step."""
    app = fresh()
    async with app.run_test(size=(80, 24)) as pilot:
        await playing(pilot, app, workers)
        await pilot.press("space", "s", "S")
        await pilot.pause(0.2)
        assert [Watch(), Pause(), StepOn(1), StepOn(10)] == workers[-1].sent
        session_of(app).detach()


async def test_the_panels_come_up_when_a_narrow_screen_plays(workers: Workers) -> None:
    """Nobody who presses play wants to go on reading the story."""
    app = fresh()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Fit a line" in screen_text(app)
        await playing(pilot, app, workers)
        assert "Loss" in screen_text(app)
        session_of(app).detach()


async def test_a_live_knob_is_turned_by_an_arrow(workers: Workers) -> None:
    """It reaches the run without a restart; z takes it back."""
    app = fresh()
    async with app.run_test(size=(120, 40)) as pilot:
        await playing(pilot, app, workers)
        await pilot.press("2")
        await pilot.pause()
        await pilot.press("right")
        await pilot.pause()
        await pilot.press("z")
        await pilot.pause(0.2)
        assert [Watch(), Set("lr", 0.2), Set("lr", 0.1)] == workers[-1].sent
        session_of(app).detach()


async def test_a_refused_value_is_explained_where_it_was_typed(workers: Workers) -> None:
    """The sentence is the kit's; escape gives up."""
    app = fresh()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("2")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press(*"99", "enter")
        said = "lr cannot be '99'; use a number from 1e-05 to 10"
        await until(pilot, lambda: said in side_of(app))
        await pilot.press("escape")
        await until(pilot, lambda: "lr cannot" not in side_of(app))
        assert 0.1 == session_of(app).plan.config["lr"]


async def test_a_fixed_knob_offers_to_restart(workers: Workers) -> None:
    """It is planned at once, and trained only if the learner says so."""
    app = fresh()
    async with app.run_test(size=(120, 40)) as pilot:
        await playing(pilot, app, workers)
        await pilot.press("colon", *"set", "space", *"batch", "space", *"16", "enter")
        await pilot.pause()
        assert "takes effect in a new run" in screen_text(app)
        await pilot.press("n")
        await pilot.pause(0.6)
        await pilot.press("2")
        await pilot.pause()
        assert "batch 16 this run: 8" in side_of(app)
        assert 1 == len(workers)
        await pilot.press("r")
        await pilot.pause()
        assert [8, 16] == [worker.run.plan.config["batch"] for worker in workers]
        session_of(app).detach()


async def test_a_preset_is_taken_from_the_command_line(workers: Workers) -> None:
    """Settings and variants become the preset's."""
    app = fresh()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("colon", *"preset", "space", *"sweep", "enter")
        await pilot.pause()
        assert ["slow", "fast"] == list(session_of(app).plan.variants)
        await pilot.press("colon", *"seed", "space", *"5", "enter")
        await pilot.pause()
        assert [5] == session_of(app).plan.seeds


async def test_a_command_before_the_first_run_is_acknowledged(workers: Workers) -> None:
    """No pane shows the seed: a sentence says that it was taken, and for what."""
    app = fresh()
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.press("colon", *"seed", "space", *"5", "enter")
        await until(pilot, lambda: "seed 5: saved, applies to the next run" in side_of(app))


async def test_a_question_is_asked_from_the_command_line(workers: Workers) -> None:
    """`a`, or `:ask`, goes to the running network; seeds are planned for the next run."""
    app = LabApp("lesson90")
    async with app.run_test(size=(120, 40)) as pilot:
        await playing(pilot, app, workers)
        await pilot.press("a", "2", "enter")
        assert "Notes" == lesson_of(app).tabs.active  # where the answer will be
        await pilot.press("colon", *"seeds", "space", "4", "enter")
        await pilot.pause(0.3)

        assert Ask("2", "calm") in workers[-1].sent
        assert [0, 1, 2, 3] == session_of(app).plan.seeds
        session_of(app).detach()


async def test_an_unknown_command_is_refused_with_the_nearest(workers: Workers) -> None:
    """A slip of the finger gets a sentence."""
    app = fresh()
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.press("colon", *"sett", "enter")
        await until(pilot, lambda: "did you mean 'set'?" in side_of(app))


async def test_quitting_asks_what_becomes_of_a_live_run(workers: Workers) -> None:
    """Cancel stays, detach leaves the run alone."""
    app = fresh()
    async with app.run_test(size=(80, 24)) as pilot:
        await playing(pilot, app, workers)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, LessonScreen)
        await pilot.press("q")
        await pilot.pause()
        assert "Still training" in screen_text(app)
        await pilot.press("c")
        await pilot.pause()
        await pilot.press("q")
        await pilot.pause()
        await pilot.press("d")
        await pilot.pause()

    assert [Watch()] == workers[-1].sent
    assert 0 == app.return_code


async def test_back_in_the_menu_the_run_goes_on(workers: Workers) -> None:
    """A live run is marked, and its screen is found again as it was."""
    app = LabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        await playing(pilot, app, workers)
        await pilot.press("q")
        await pilot.pause(0.2)
        assert "▶ playing" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "45/200" in screen_text(app)
        assert 1 == len(app.sessions)
        session_of(app).detach()


async def test_a_recent_run_is_opened_from_the_menu(
    run_folder: Callable[[str], RunFolder], workers: Workers
) -> None:
    """With its recording and its end."""
    run_folder("finished")
    app = LabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause(0.1)
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert "✓ finished" in screen_text(app)


async def test_log_smooth_and_variant_are_named_on_the_panels(workers: Workers) -> None:
    """What is not plain about a picture is written on it."""
    app = replayed("finished")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("y", "m", "v")
        await pilot.pause(0.6)
        text = screen_text(app)
        assert "smooth 0.6" in text
        assert "─ Slope · log ─" in text and "─ Loss ─" in text  # Loss was log
        assert "▲ wild · step" in text


async def test_the_value_cursor_reads_a_maximised_chart(workers: Workers) -> None:
    """Left goes back from the latest values."""
    app = replayed("finished")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f")
        await pilot.pause()
        await pilot.press("left")
        await pilot.pause()
        assert "step 59" in screen_text(app)
        await pilot.press("end")
        await pilot.pause()
        assert "step 59" not in screen_text(app)
        await pilot.press("q")
        await pilot.pause()
        assert "Slope" in screen_text(app)


async def test_what_data_say_cannot_drive_the_terminal(workers: Workers) -> None:
    """Escape sequences and markup in a model's words are shown, not obeyed."""
    app = fresh()
    async with app.run_test(size=(120, 40)) as pilot:
        await playing(pilot, app, workers, "evil")
        await pilot.press("4", "right_square_bracket")
        await pilot.pause(0.7)
        text = screen_text(app)
        assert "\x1b" not in text
        assert "␛]52;c;ZXZpbA" in text.replace("\n", "")
        assert "[red]not markup[/red]" in text
        session_of(app).detach()


async def test_ascii_draws_nothing_else(workers: Workers) -> None:
    """Charts, borders, keys and all."""
    app = replayed("playing", ascii_only=True)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        for key in ("2", "3", "4", "question_mark"):
            await pilot.press(key)
            await pilot.pause()
            assert screen_text(app).isascii()


async def test_monochrome_tells_runs_and_states_apart(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NO_COLOR: markers, glyphs and words are left."""
    monkeypatch.setenv("NO_COLOR", "1")
    app = replayed("finished")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        text = screen_text(app)
        assert "● calm" in text
        assert "▲ wild" in text
        assert "✗ diverged at step" in text


@pytest.mark.parametrize("size", SIZES)
async def test_panels_of_some_runs_only(size: tuple[int, int], snapshot: Compare) -> None:
    """Curves over a lag, points on a plane and a grey picture: where a run has them."""
    app = replayed("pictures")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        titles = [panel.page.title for panel in lesson_of(app).gallery.panels]
        assert ["Along the line", "On the plane", "Grey"] == titles[-3:]
        for title in titles[-3:]:
            while title not in [panel.page.title for panel in lesson_of(app).gallery.shown]:
                await pilot.press("right_square_bracket")
            await pilot.pause(0.3)
            await snapshot(pilot, sized(f"panel_{title.split()[-1].lower()}", size))
    app = replayed("finished")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert 6 == len(lesson_of(app).gallery.panels)


async def test_nothing_is_painted_that_nobody_sees(workers: Workers) -> None:
    """Under the menu, behind a tab, or unchanged: a look costs no drawing."""
    app = fresh()
    async with app.run_test(size=(120, 40)) as pilot:
        await playing(pilot, app, workers)
        await pilot.pause(0.6)
        screen = lesson_of(app)
        drawn = []
        for panel in screen.gallery.panels:
            panel.catch_up = lambda panel=panel: drawn.append(panel)  # type: ignore[method-assign]
        await pilot.pause(0.4)
        assert [] == drawn
        workers[-1].says("finished", slice(5, 9))
        await pilot.pause(0.6)
        assert set(screen.gallery.shown) == set(drawn)
        session_of(app).detach()


async def test_every_key_says_what_it_does(workers: Workers) -> None:
    """House rule: no binding of ours without a tooltip."""
    ours = [LabApp, LessonScreen, ChoiceScreen, Knobs]
    silent = [
        (owner.__name__, binding.key)
        for owner in ours
        for bindings in owner._merge_bindings().key_to_bindings.values()
        for binding in bindings
        if not binding.tooltip and not binding.system and binding.key not in LEFT_TO_TEXTUAL
    ]

    assert [] == silent


LEFT_TO_TEXTUAL = ("ctrl+q", "ctrl+c", "super+c", "escape", "tab", "shift+tab")
