"""The line at the bottom: which keys it tells, and that a click on one presses it."""

from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.events import Key
from textual.keys import _character_to_key

from tests.tools.pretended import Workers
from tests.tools.screen import fresh, lesson_of, playing, replayed, session_of
from tui_lab.screens.lesson.guide.hints import ALWAYS, RUN, hints
from tui_lab.screens.lesson.keymap import KEYS
from tui_lab.widgets.key_line import NAMES, KeyLine
from tui_lab.widgets.themes import DARK

SIZES = [(120, 40), (80, 24), (60, 20)]
ROADS = {
    "empty": ((), ("start", "predict", "tour")),
    "claims": (("3",), ("why", "again", "compare")),
    "knobs": (("2",), ("change", "type", "again")),
    "maximised": (("0", "f"), ("values", "why", "next panel")),
    "finished": ((), ("again", "compare", "fork", "tour")),
}
"""Keys that lead somewhere, and what has to be told there first, at every size."""


def told(app: Any) -> list[str]:
    return [words for _, words in lesson_of(app).key_line.chosen()]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("road", ROADS)
async def test_the_line_follows_what_one_does(road: str, size: tuple[int, int]) -> None:
    """First what matters here; never without a way out and the help."""
    keys, expected = ROADS[road]
    app = fresh() if road == "empty" else replayed("finished")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        lesson_of(app).tell_keys()

        here = [words for words in told(app) if words != "charts"]  # where they are a tab
        room = len(expected) if size[0] >= 80 else 2
        assert list(expected)[:room] == here[:room]
        assert ["back", "keys"] == here[-2:]


async def test_a_run_that_plays_can_be_paused(workers: Workers) -> None:
    """`space pause`, not `space start`; paused, it plays."""
    app = fresh()
    async with app.run_test(size=(80, 24)) as pilot:
        await playing(pilot, app, workers)
        lesson_of(app).tell_keys()
        assert "pause" in told(app)
        session_of(app).detach()


def test_every_key_that_is_told_is_one() -> None:
    """No pair of the lesson's screen names a key that nothing is bound to."""
    pairs = [*ALWAYS, *(pair for pairs in RUN.values() for pair in pairs)]
    bound = {one for key in KEYS for one in key.keys.split(",")}
    named = {NAMES.get(one) or _character_to_key(one) for key, _ in pairs for one in key.split(" ")}

    assert set() == named - bound


async def test_hints_name_each_key_once() -> None:
    """A key with two meanings on one line would have none."""
    app = replayed("finished")
    async with app.run_test(size=(120, 40)) as pilot:
        for key in ("1", "2", "3", "4", "5", "6", "0"):
            await pilot.press(key)
            await pilot.pause()
            keys = [key for key, _ in hints(lesson_of(app))]
            assert sorted(set(keys)) == sorted(keys)


class Pressed(App[None]):
    """A line, and what was pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.register_theme(DARK)
        self.theme = DARK.name
        self.line = KeyLine(("j k", "move"), ("1…9", "lesson"), ("← →", "change"), ("esc", "out"),
                            ("?", "keys"))  # fmt: skip
        self.pressed: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.line

    def on_key(self, event: Key) -> None:
        self.pressed.append(event.key)


async def test_a_click_on_a_key_presses_it() -> None:
    """On the key itself, or on its words for the first of two; between them nothing."""
    app = Pressed()
    async with app.run_test(size=(80, 4)) as pilot:
        text = app.line.render().plain
        for words in ("j", "k", "move", "→", "lesson", "esc", "out", "?", "keys"):
            await pilot.click(KeyLine, offset=(text.index(words), 0))
        await pilot.click(KeyLine, offset=(79, 0))
        await pilot.pause()

    keys = ["j", "k", "j", "right", "escape", "escape", "question_mark", "question_mark"]
    assert keys == app.pressed


async def test_a_click_on_the_lessons_line_does_what_the_key_does() -> None:
    """`f` maximises the panel, `esc` shows all again."""
    app = replayed("finished")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        screen = lesson_of(app)
        for words in ("maximise", "back"):
            screen.tell_keys()
            await pilot.pause()
            await pilot.click(KeyLine, offset=(screen.key_line.render().plain.index(words), 0))
            await pilot.pause()
            assert (words == "maximise") is (screen.maximized is not None)
