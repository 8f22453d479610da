"""Every key of a lesson's screen calls its function, from wherever the focus is."""

import inspect
from collections import Counter

import pytest
from textual.actions import parse
from textual.widget import Widget

from tests.tools.screen import lesson_of, replayed
from tui_lab.screens.help import keys_of
from tui_lab.screens.lesson.keymap import ACTS, KEYS
from tui_lab.screens.lesson.keys import Key
from tui_lab.screens.lesson.screen import LessonScreen
from tui_lab.screens.palette import commands_of
from tui_lab.widgets.panels.panel import Panel

OWN = {"enter", "escape", "tab", "shift+tab"}
"""Keys that a pane may use for what it shows."""


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.keys)
def test_a_key_names_its_function_and_gives_what_that_takes(key: Key) -> None:
    """The way through Textual's words for an action loses neither the function nor its values."""
    _, action, (name, *values) = parse(key.binding.action)

    assert "do" == action
    assert key.act is ACTS[str(name)]
    assert key.values == tuple(values)
    inspect.signature(key.act).bind(None, *values)


def test_no_key_has_two_meanings() -> None:
    """Nor has a function two names, by which the wrong one could be called."""
    pressed = Counter(one for key in KEYS for one in key.keys.split(","))

    assert [] == [key for key, count in pressed.items() if count > 1]
    assert len({key.act for key in KEYS}) == len(ACTS)


def panes_of(screen: LessonScreen) -> list[Widget | None]:
    """All that can have the focus, a panel of each kind, and nothing at all."""
    panels = {type(panel): panel for panel in screen.gallery.panels}
    side = [pane.list if name == "Knobs" else pane for name, pane in screen.side.panes.items()]  # type: ignore[attr-defined]
    return [None, *panels.values(), *side]


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_every_key_works_from_every_pane(size: tuple[int, int]) -> None:
    """A pane takes for itself no more than arrows, hjkl, enter and what Textual scrolls with."""
    app = replayed("pictures")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        screen = lesson_of(app)
        for pane in panes_of(screen):
            if isinstance(pane, Panel):
                screen.gallery.bring(pane.page.title)
            elif pane is not None:
                screen.tabs.active = next(
                    name for name, each in screen.side.panes.items() if pane in each.walk_children()
                    or pane is each
                )  # fmt: skip
            await pilot.pause()
            screen.set_focus(pane)
            active = screen.active_bindings
            lost = [
                one
                for key in KEYS
                for one in key.keys.split(",")
                if one not in OWN and active[one].node is not screen
            ]
            assert [] == lost, pane


async def test_help_and_palette_list_every_key_once() -> None:
    """Help by its explanation, the palette by its name."""
    app = replayed("finished")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        screen = lesson_of(app)
        screen.set_focus(None)
        told = Counter(words for _, words in keys_of(screen))
        offered = Counter(command.title for command in commands_of(screen))

        assert {1} == {told[key.tooltip] for key in KEYS}
        assert {1} == {offered[key.words] for key in KEYS}
