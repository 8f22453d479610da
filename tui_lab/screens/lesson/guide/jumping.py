"""Which places of a lesson's screen a letter can go to, and how one gets there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.geometry import Offset

from tui_lab.screens.jump import JumpScreen, Target
from tui_lab.screens.lesson.focus import go_to_tab
from tui_lab.screens.lesson.guide.entries import bring
from tui_lab.screens.lesson.keys import Key

if TYPE_CHECKING:
    from tui_lab.screens.lesson.screen import LessonScreen

PANE, TAB, PANEL = "pane:", "tab:", "panel:"


def jump(screen: LessonScreen) -> None:
    """Put a letter on everything that can be gone to."""
    screen.minimize()
    screen.call_after_refresh(_offer, screen)


def _offer(screen: LessonScreen) -> None:
    screen.app.push_screen(JumpScreen(list(targets(screen))), lambda name: _go(screen, name or ""))


def targets(screen: LessonScreen) -> Iterator[Target]:
    """The panels that are shown, the tabs, and what the open tab shows."""
    if screen.gallery.display:
        for panel in screen.gallery.shown:
            at = panel.region.top_right - Offset(4, 0)  # the title stays readable
            yield Target(PANEL + panel.page.title, at)
    for tab, at in screen.tabs.places():
        width = 3 if screen.tabs.is_airy else 2  # no letter of the tab's name is covered
        yield Target(TAB + tab, screen.tabs.region.offset + at, width)
    pane = screen.side.panes.get(screen.tabs.active)
    if pane is not None and pane.display:
        yield Target(PANE + screen.tabs.active, pane.region.offset)


def _go(screen: LessonScreen, name: str) -> None:
    if name.startswith(PANEL):
        bring(screen, name.removeprefix(PANEL))
    elif name.startswith(TAB):
        go_to_tab(screen, name.removeprefix(TAB))
    elif name:
        screen.side.focus_active()


KEYS = (Key("apostrophe", jump, "Jump", "Jump: a letter on every panel and tab", display="'"),)
