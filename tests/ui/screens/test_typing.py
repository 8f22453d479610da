"""What is typed or chosen is for what it was typed or chosen for, wherever the cursor is now."""

import os
import random
from collections.abc import Callable
from itertools import permutations

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets.option_list import Option

from tests.tools.pictures import screen_text
from tests.tools.pretended import Workers
from tests.tools.screen import fresh, lesson_of, playing, session_of, side_of, until
from tui_lab.app.lab import LabApp
from tui_lab.protocol.commands import Ask, Set
from tui_lab.runs.folder import RunFolder
from tui_lab.screens.menu import MenuScreen
from tui_lab.session.actions.sight import show_next
from tui_lab.widgets.command_line import CommandLine
from tui_lab.widgets.lists.choices import Choices
from tui_lab.widgets.lists.runs import RunList
from tui_lab.widgets.side.knobs import KnobList, Knobs, in_words

CHART = "SeriesChart"
TYPED = ("lr", "batch", "steps")
"""Settings of the toy that a value is typed for."""


def at(knobs: KnobList, name: str) -> int:
    return knobs.get_option_index(name)


async def test_a_typed_value_is_for_the_knob_it_was_typed_for() -> None:
    """Also where the cursor was moved meanwhile, to any other; and the line says whose it is."""
    app = fresh()
    async with app.run_test(size=(120, 40)) as pilot:
        knobs = lesson_of(app).query_one(Knobs)
        for value, (mine, other) in enumerate(permutations(TYPED, 2), start=4):
            await pilot.press("2")
            await pilot.pause()
            before = dict(session_of(app).plan.config)
            words = f"{mine} = {in_words(before[mine])}"
            knobs.list.highlighted = at(knobs.list, mine)
            await pilot.press("enter")
            await until(pilot, lambda words=words: words in side_of(app))  # type: ignore[misc]
            knobs.list.highlighted = at(knobs.list, other)
            await pilot.pause()
            await pilot.press(str(value), "enter")
            await until(pilot, lambda: not knobs.line.display)
            assert before | {mine: value} == session_of(app).plan.config, (mine, other)
            assert app.screen.focused is knobs.list or "takes effect" in screen_text(app)


async def test_the_line_closes_when_the_keys_go_elsewhere(workers: Workers) -> None:
    """By tab or by mouse; what was typed is given up, and the next line has another value."""
    app = fresh()
    async with app.run_test(size=(120, 40)) as pilot:
        await playing(pilot, app, workers)
        await pilot.press("2")
        await pilot.pause()
        knobs = lesson_of(app).query_one(Knobs)
        for leave in (lambda: pilot.press("shift+tab"), lambda: pilot.click(CHART, offset=(9, 9))):
            knobs.list.highlighted = at(knobs.list, "lr")
            await pilot.press("2", "enter")
            await until(pilot, lambda: knobs.line.is_typed_into)
            await pilot.press(*"0.7")
            await leave()
            await until(pilot, lambda: not knobs.line.display)
        await pilot.press("2")
        await pilot.pause()
        knobs.list.highlighted = at(knobs.list, "batch")
        await pilot.press("enter")
        await until(pilot, lambda: "batch = 8" in side_of(app))
        assert not [sent for sent in workers[-1].sent if isinstance(sent, Set)]
        session_of(app).detach()


async def test_the_command_line_closes_too() -> None:
    """A line that nobody types into would take the next Enter for its own, or for nobody's."""
    app = fresh()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("colon", *"set lr")
        await pilot.click(CHART, offset=(9, 9))
        await until(pilot, lambda: not app.screen.query_one(CommandLine).display)


async def test_a_question_is_for_the_network_that_was_shown(workers: Workers) -> None:
    """Which another one is, once that one has broken: the learner does not see it while typing."""
    app = fresh()
    async with app.run_test(size=(120, 40)) as pilot:
        await playing(pilot, app, workers)
        view = lesson_of(app).view
        shown = view.shown
        await pilot.press("a", "2")
        show_next(view)
        assert shown != view.shown
        await pilot.press("enter")
        await until(pilot, lambda: Ask("2", shown) in workers[-1].sent)
        session_of(app).detach()


class Listed(App[None]):
    """A list alone."""

    def compose(self) -> ComposeResult:
        yield Choices(markup=False)


async def test_the_cursor_stays_on_what_it_is_on() -> None:
    """Of 200 lists, each sorted, longer or shorter than the one before."""
    chance, app = random.Random(0), Listed()
    async with app.run_test() as pilot:
        choices = app.query_one(Choices)
        for _ in range(200):
            before = choices.highlighted_option
            names = chance.sample("abcdefgh", chance.randint(0, 8))
            choices.offer([Option(Content(name), id=name) for name in names])
            now = choices.highlighted_option
            if before and before.id in names:
                assert now and before.id == now.id
            assert (now is None) == (not names)
            if names:
                choices.highlighted = chance.randrange(len(names))
        await pilot.pause()


async def test_a_new_run_in_the_menu_moves_no_cursor(
    run_folder: Callable[[str], RunFolder], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Enter opens the run that the cursor was on; the one that came above it is another."""
    first, opened = run_folder("finished"), list[str]()
    app = LabApp()
    monkeypatch.setattr(app, "open_run", lambda run: opened.append(run.id))
    async with app.run_test(size=(120, 40)) as pilot:
        menu = app.screen
        assert isinstance(menu, MenuScreen)
        await until(pilot, lambda: menu.runs.is_mounted and menu.runs.folders != [])
        await pilot.press("tab")
        run_folder("paused")
        os.utime(first.path / "run.json", (0, 0))  # the older one
        menu.look_at_runs()
        assert first.id != menu.query_one(RunList).folders[0].id
        await pilot.press("enter")
        await until(pilot, lambda: opened == [first.id])
