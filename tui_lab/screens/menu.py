"""The first screen: the lessons by chapter, what there is to know of one, and the latest runs."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Resize
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import OptionList, Static

from tui_lab.screens.folders import open_folder
from tui_lab.screens.trusting import asking_first
from tui_lab.widgets.key_line import KeyLine
from tui_lab.widgets.lists.chooser import LessonChooser
from tui_lab.widgets.lists.clinic_line import ClinicLine
from tui_lab.widgets.lists.lesson_card import LessonCard
from tui_lab.widgets.lists.menu_keys import BANNER, menu_keys
from tui_lab.widgets.lists.menu_side import MenuSide
from tui_lab.widgets.lists.runs import RunList

if TYPE_CHECKING:
    from tui_lab.app.lab import LabApp

LOOK_EVERY = 2.0  # seconds
SIDE = 52  # columns beside the lessons on a wide screen


class MenuScreen(Screen[None]):
    """Lessons, and runs."""

    DEFAULT_CSS = """
    MenuScreen #banner { height: 1; background: $panel; padding: 0 1; width: 1fr; text-wrap: nowrap;
        text-overflow: ellipsis; }
    MenuScreen #body { layout: vertical; height: 1fr; padding: 0 2; }
    MenuScreen .part { height: auto; width: 1fr; }
    MenuScreen #body, MenuScreen .part { visibility: hidden; }
    MenuScreen Static, MenuScreen Choices, MenuScreen Input { visibility: visible; }
    MenuScreen .heading { color: $muted; text-style: bold; }
    MenuScreen.-wide #body { layout: horizontal; padding: 1 4; }
    MenuScreen.-wide .heading { margin: 0 0 1 0; }
    MenuScreen.-tight #body { padding: 0; }
    MenuScreen.-tight .heading { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"digit('{n}')", f"Lesson {n}", show=False,
                  tooltip="Open the lesson with this number: 1 2 is lesson 12") for n in range(10)),
        Binding("slash", "search", "Search", key_display="/", tooltip="Search the lessons"),
        Binding("c", "clinic", "Clinic", tooltip="The clinic: sick trainings to find the fault of"),
        Binding("enter", "open_typed", "Open the number", show=False,
                tooltip="Open the lesson whose number was typed"),
        Binding("question_mark,f1", "help", "Help", key_display="?", tooltip="All keys"),
    ]  # fmt: skip

    app: LabApp

    def __init__(self) -> None:
        super().__init__()
        self.chooser, self.about = LessonChooser(), LessonCard()
        self.lessons, self.runs, self.clinic = self.chooser.lessons, RunList(), ClinicLine()
        self.body = Vertical(id="body")
        heading = Static("RECENT RUNS", classes="heading", markup=False)
        parts = self.about, self.clinic, heading, self.runs
        self.side = MenuSide(*parts)
        self.key_line = KeyLine(*self._keys())
        self._fitted, self._room = Size(0, 0), 20
        self._fit(self.app.size)  # before anything has a style that it would change

    def compose(self) -> ComposeResult:
        """The lessons; what there is to know of one, and the runs, follow after the first paint."""
        yield Static(BANNER, id="banner")
        with self.body:
            yield self.chooser
        yield self.key_line

    def on_mount(self) -> None:
        """A card and the runs are drawn after the first paint: they would hold it up by 20 ms."""
        self.lessons.focus()
        if self.app.progress.trouble:
            self.notify(self.app.progress.trouble, severity="warning", markup=False)
        self.set_timer(0.1, self.show_side)
        self.set_interval(LOOK_EVERY, self.look_at_runs)

    def on_resize(self, event: Resize) -> None:
        """Side by side, one above the other, or the lessons alone."""
        if event.size != self._fitted:
            self._fit(event.size)
            self.write_card()

    def _fit(self, size: Size) -> None:
        self._fitted = size
        is_wide, is_tight = size.width >= 110 and size.height >= 24, size.height < 14
        self.set_class(is_wide, "-wide", update=self.is_mounted)
        self.set_class(is_tight, "-tight", update=self.is_mounted)
        margins = SIDE + 12 if is_wide else 0 if is_tight else 4
        self._room = max(size.width - margins - 2, 20)
        below = size.height - 2  # banner and keys
        rows = below - 4 if is_wide else below if is_tight else below * 6 // 10
        self.chooser.fit(self._room, rows)

    async def show_side(self) -> None:
        """What there is to know of a lesson, and the latest runs."""
        await self.body.mount(self.side)
        self.write_card()
        self.look_around()

    def on_screen_resume(self) -> None:
        """Back from a lesson: progress may have been made."""
        if self.runs.is_mounted:  # not the first time: then the paint comes first
            self.look_around()
            self.write_card()
            self.clinic.catch_up()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say what the lesson under the cursor is."""
        if event.option_list is self.lessons:
            self.write_card()

    def write_card(self) -> None:
        """What is known of the lesson under the cursor."""
        if self.about.is_mounted:
            width = None if self.has_class("-wide") else self._room
            self.about.tell(self.lessons.under_cursor(), self.lessons.everyone, width)

    def look_around(self) -> None:
        """What may have changed while we were away, lessons from outside too."""
        self._look_outside()
        self.look_at_runs()

    @work(exclusive=True)
    async def _look_outside(self) -> None:
        """Find the lessons that are not ours, in a thread; what is trusted by now is read."""
        from tui_lab.trust.outside_lessons import (
            outside_lessons,  # 50 ms that the first paint need not wait
        )

        self.lessons.take_outside(await asyncio.to_thread(outside_lessons))

    def look_at_runs(self) -> None:
        """The latest runs as they are now, and the lessons that are live."""
        if self.is_active and self.runs.is_mounted:
            self.lessons.write_all()
            self.runs.list_runs()

    def on_lesson_chooser_chosen(self, event: LessonChooser.Chosen) -> None:
        """Open a lesson."""
        asking_first(self, partial(self.app.open_lesson, event.name))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open a run or a sweep; the lesson whose number is being typed goes before."""
        if not self.chooser.open_typed() and (folder := self.runs.folder(event.option_id)):
            asking_first(self, partial(open_folder, self.app, folder))

    def on_lesson_chooser_mode(self, event: LessonChooser.Mode) -> None:
        """Say what the keys do now."""
        self.key_line.put(self._keys(event.digits, event.is_searching))

    def on_input_changed(self) -> None:
        """The search may have found nothing."""
        self.write_card()

    def _keys(self, digits: str = "", is_searching: bool = False) -> list[tuple[str, str]]:
        return menu_keys(max(self.lessons.numbers, default=1), digits, is_searching=is_searching)

    def action_digit(self, digit: str) -> None:
        """A digit of a lesson's number."""
        self.chooser.press(digit)

    def action_open_typed(self) -> None:
        """Enter, where no list has anything under its cursor."""
        self.chooser.open_typed()

    async def action_search(self) -> None:
        """Search the lessons."""
        await self.chooser.search()

    def action_clinic(self) -> None:
        """The cases of the clinic."""
        from tui_lab.screens.clinic.screen import ClinicScreen
        from tui_lab.session.clinic.board import CaseBoard

        self.app.push_screen(ClinicScreen(CaseBoard()))

    def action_help(self) -> None:
        """All keys."""
        from tui_lab.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self))
