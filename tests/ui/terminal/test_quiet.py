"""Nothing is sent to the terminal while nothing changes, whatever is shown."""

from collections.abc import Callable
from typing import Any

import pytest
from textual._compositor import CompositorUpdate
from textual.pilot import Pilot

from lessons.kit.stream.events import Start
from tests.tools.places import RECORDINGS
from tests.tools.screen import until
from tui_lab.app.lab import LabApp
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.recorder import first_event
from tui_lab.screens.lesson.screen import LessonScreen
from tui_lab.screens.menu import MenuScreen
from tui_lab.session.predicted import Predicted
from tui_lab.session.standing import Setup
from tui_lab.state.host import Machine
from tui_lab.widgets.panels.canvas import Canvas
from tui_lab.widgets.tab_line import TabLine

SIZES = [(120, 40), (80, 24), (60, 20), (200, 60), (120, 31)]
TICKS = 3
SETTLING = 8  # ticks in which a screen may still be drawing what is new to it


class Sent(list[str]):
    """What would have gone to the terminal."""

    def __init__(self, app: LabApp) -> None:
        super().__init__()
        self.app, self._display = app, app._display
        app._display = self._note  # type: ignore[method-assign]

    def _note(self, screen: Any, update: Any) -> None:
        if isinstance(update, CompositorUpdate) and not self.app._batch_count:
            self.append(update.render_segments(self.app.console))
        self._display(screen, update)


async def tick(pilot: Pilot[None], sent: Sent) -> list[str]:
    """Let everything that looks for news look for it now; what was sent."""
    sent.clear()
    screen, app = pilot.app.screen, sent.app
    app.poll()
    if isinstance(screen, LessonScreen):
        for panel in screen.gallery.panels:
            panel.painted_at = 0.0  # its turn has come
            screen.paint()
        screen.catch_up()
        screen.catch_up_slowly()
    if isinstance(screen, MenuScreen):
        screen.look_at_runs()
    await pilot.pause()
    return list(sent)


async def sent_in_vain(pilot: Pilot[None], sent: Sent) -> list[str]:
    """What is still sent after the screen was drawn as it is."""
    for _ in range(SETTLING):
        if not await tick(pilot, sent):
            break
    return [said for _ in range(TICKS) for said in await tick(pilot, sent)]


@pytest.fixture(autouse=True)
def a_machine_that_holds_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Machine, "read_machine", lambda _: None)


def replayed(recording: str, choice: int) -> LabApp:
    """A recording, each of whose questions was answered so, or none with -1."""
    app = LabApp(replay=RECORDINGS / f"{recording}.jsonl")
    lesson = app.first.lesson  # type: ignore[union-attr]
    start = first_event(RECORDINGS / f"{recording}.jsonl")
    assert isinstance(start, Start)
    setup = Setup.trained(start, (), None)
    for prediction in filter(setup.covers, lesson.predictions) if choice >= 0 else ():
        said = Predicted(prediction.choices[choice], about=setup.about(prediction))
        assert app.progress.predict(lesson.id, prediction.question, said)
    return app


@pytest.mark.parametrize(
    ("recording", "choice", "size"),
    [
        ("finished", -1, (120, 40)),
        ("finished", 0, (120, 40)),
        ("finished", 1, (80, 24)),
        ("finished", 0, (200, 60)),
        ("playing", 1, (120, 40)),
        ("paused", 0, (120, 40)),
        ("seeds", 1, (120, 31)),
        ("failed", 0, (60, 20)),
        ("started", 1, (80, 24)),
    ],
)
async def test_a_lesson_sends_nothing_in_vain(
    recording: str, choice: int, size: tuple[int, int]
) -> None:
    """On every tab, with predictions made or not, right or wrong."""
    app = replayed(recording, choice)
    async with app.run_test(size=size) as pilot:
        sent, found = Sent(app), {}
        tabs = app.screen.query_one(TabLine)
        for name in tabs.tabs:
            tabs.active = name
            await pilot.pause()
            found[name] = sum(map(len, await sent_in_vain(pilot, sent)))
        assert dict.fromkeys(tabs.tabs, 0) == found


@pytest.mark.parametrize("recording", ["finished", "paused", "started", "failed"])
async def test_nothing_is_drawn_in_vain_either(
    recording: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What would come out the same is not made, and the clock of the panels stands still."""
    drawn: list[str] = []
    app = replayed(recording, 0)
    async with app.run_test(size=(120, 40)) as pilot:
        sent = Sent(app)
        await sent_in_vain(pilot, sent)
        for kind in {type(each) for each in app.screen.query(Canvas)}:
            monkeypatch.setattr(kind, "draw", lambda self, *_: drawn.append(self.id or "a panel"))
        for _ in range(TICKS):
            app.poll()
            app.screen.paint()  # type: ignore[attr-defined]
            app.screen.catch_up()  # type: ignore[attr-defined]
            app.screen.catch_up_slowly()  # type: ignore[attr-defined]
            await pilot.pause()
        assert [] == drawn
        assert not app.screen.is_ticking  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", SIZES)
async def test_the_menu_sends_nothing_in_vain(
    size: tuple[int, int], run_folder: Callable[[str], RunFolder]
) -> None:
    """With runs beside the lessons."""
    run_folder("playing"), run_folder("finished")
    app = LabApp()
    async with app.run_test(size=size) as pilot:
        menu = app.screen
        assert isinstance(menu, MenuScreen)
        await until(pilot, lambda: menu.runs.is_mounted)  # it comes after the first paint
        sent = Sent(app)
        menu.look_around()
        await pilot.pause()
        assert [] == await sent_in_vain(pilot, sent)
