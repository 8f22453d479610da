"""Lessons from outside in the menu, and the question before the first of them is opened."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.tools.outside import distribution, folder
from tests.tools.pictures import screen_text
from tests.tools.screen import until
from tests.tools.terminal import SSH, Terminal
from tui_lab.app.lab import LabApp
from tui_lab.runs.home import make_home
from tui_lab.screens.lesson.screen import LessonScreen
from tui_lab.screens.menu import MenuScreen
from tui_lab.screens.outside_code import TrustScreen


async def at_the_lesson(pilot: Pilot[None], app: LabApp, title: str) -> None:
    """Put the menu's cursor on a lesson, once it is there."""
    await until(pilot, lambda: title in screen_text(app))
    await pilot.press("G")


@pytest.fixture
def marker(site: Path, tmp_path: Path) -> Path:
    """An installed lesson; the file that is there once its code has run."""
    marker = tmp_path / "it ran"
    folder(site, "attention", marker=marker)
    distribution(site, "my-course", attention="attention", lesson90="attention", gone="nowhere")
    return marker


async def test_it_is_asked_about_once(marker: Path) -> None:
    """No is no: nothing of it is run. Yes opens it, also the next time, unasked."""
    app = LabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await at_the_lesson(pilot, app, "not trusted yet")
        assert not marker.exists()
        await pilot.press("k", "k", "enter")
        await until(pilot, lambda: isinstance(app.screen, TrustScreen))
        assert "with all your rights" in screen_text(app)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, MenuScreen))
        assert not marker.exists()

        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, TrustScreen))
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, LessonScreen))
        assert marker.exists()
    again = LabApp()
    async with again.run_test(size=(120, 40)) as pilot:
        await at_the_lesson(pilot, again, "gone")
        await pilot.press("k", "k", "enter")
        await until(pilot, lambda: isinstance(again.screen, LessonScreen))
        assert "my-course:attention" == again.sessions[0].lesson.id


def test_a_folder_in_place_of_a_command_is_opened(tmp_path: Path) -> None:
    """`dl-lab ./attention` asks in the terminal, and then it is on the screen."""
    place = folder(tmp_path)
    terminal = Terminal(**SSH)
    terminal.dl_lab(str(place))
    terminal.until(r"\[y/N\]")
    terminal.type("y\r")
    terminal.until("press space to start")
    terminal.type("q")
    assert 0 == terminal.left_with()
    terminal.close()


async def test_the_menu_bears_what_is_broken(site: Path, tmp_path: Path, home: Path) -> None:
    """A lesson that cannot be opened says why, with file and line; the others are as ever."""
    broken = folder(tmp_path / "course", "broken")
    (broken / "__init__.py").write_text("import nothing_of_this_name\n")
    make_home()
    (home / "config.toml").write_text(
        f'[lessons]\nfolders = ["{broken.parent}"]\ntrust = ["{broken.parent}"]\n'
    )
    app = LabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await at_the_lesson(pilot, app, " + broken")
        await until(pilot, lambda: "ModuleNotFoundError" in screen_text(app))
        assert "broken/__init__.py line 1:" in screen_text(app)
        assert "A line" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: "nothing_of_this_name" in screen_text(app))
        assert isinstance(app.screen, MenuScreen)
