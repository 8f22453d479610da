"""What the palette offers in a lesson beside its keys: presets, panels and files to write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from textual.app import SystemCommand

from tui_lab.exports.formats import formats
from tui_lab.screens.lesson.commands import obey
from tui_lab.widgets.command_line import CommandLine

if TYPE_CHECKING:
    from tui_lab.screens.lesson.screen import LessonScreen


def palette_entries(screen: LessonScreen) -> Iterator[SystemCommand]:
    """Each by its name."""
    lesson = screen.session.lesson
    for preset in lesson.presets:
        yield _typed(screen, f"Preset: {preset.name}", preset.says, "preset", preset.name)
    for panel in screen.gallery.panels:
        title = panel.page.title
        yield SystemCommand(f"Panel: {title}", "Go to this panel", _bringer(screen, title))
    for kind in formats(lesson):
        yield _typed(screen, f"Export: {kind}", f"Write this run as {kind}", "export", kind)


def bring(screen: LessonScreen, title: str) -> None:
    """Show a panel, and give it the keys."""
    screen.minimize()
    screen.body.show_panels()
    screen.body.show_tab()
    if panel := screen.gallery.bring(title):
        screen.call_after_refresh(screen.set_focus, panel)


def _bringer(screen: LessonScreen, title: str) -> Callable[[], None]:
    return lambda: bring(screen, title)


def _typed(screen: LessonScreen, title: str, words: str, *typed: str) -> SystemCommand:
    """The same as what is typed behind the colon."""
    entered = CommandLine.Entered([*typed], screen.view.shown)
    return SystemCommand(title, f":{' '.join(typed)}   {words}", lambda: obey(screen, entered))
