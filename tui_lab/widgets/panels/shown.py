"""The panel of every kind that draws one value of one network: a matrix, points, images, words."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.cells import cell_len
from textual.binding import BindingType
from textual.events import Click

from lessons.kit import Heatmap, Table
from lessons.kit import Panel as Page
from lessons.kit.stream.events import PictureEvent
from tui_lab.charts.rows import Row, Rows, Style
from tui_lab.panels.kind import Room, Shown
from tui_lab.session.view import View
from tui_lab.widgets.panels.allowance import Allowance
from tui_lab.widgets.panels.panel import Panel, empty
from tui_lab.widgets.panels.readers.maps import MapReader
from tui_lab.widgets.panels.readers.reader import KEYS, Reader
from tui_lab.widgets.panels.readers.tables import TableReader
from tui_lab.widgets.sixteen_colours import FEW, runs_on_dark

LEGEND = 2  # rows at the most
ROOM_FOR_BOTH = 14  # rows; a smaller panel has one line above its picture


class ShownPanel(Panel):
    """What the network that is shown showed, at the time that is looked at."""

    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]

    def __init__(self, page: Page, view: View, kind: Shown[Any]) -> None:
        super().__init__(page, view)
        self.kind = kind
        self.allowance = Allowance()
        self.reader = _reader(self)
        """Where the learner reads in a map or a table; of other kinds there is none."""
        self._looked_over: PictureEvent | None = None
        self._wrong = ""
        """What is wrong with the picture that was looked over last."""
        self._united: tuple[list[PictureEvent], PictureEvent] | None = None
        """The pictures of the networks, that of the shown one first, and what became of them."""
        self._drawn: tuple[PictureEvent, Room, Rows] | None = None
        """What was drawn last, and of what: sixteen maps take 50 ms, and stay for many repaints."""

    def shown(self) -> PictureEvent | None:
        """What the network that is shown showed; with that of the others, where one map has all."""
        first = super().shown()
        if first is None:
            return None
        view = self.view
        others = (
            view.picture(self.page.key, variant, first.seed)
            for variant in view.visible
            if variant != first.variant
        )
        pictures = [first, *filter(None, others)]
        if self._united is None or list(map(id, self._united[0])) != list(map(id, pictures)):
            self._united = pictures, self.kind.united(self.page, pictures)[0]
        return self._united[1]

    def wrong(self, picture: PictureEvent) -> str:
        """Why it cannot be drawn; "" where it can. Looked for once for each picture."""
        if picture is not self._looked_over:
            self._looked_over, self._wrong = picture, self.kind.mistake(self.page, picture.value)
        return self._wrong

    def room(self, picture: PictureEvent, width: int, height: int) -> Room:
        """How it may be drawn in this theme, on this terminal."""
        styles, few = self.variant_styles, self.app.console.color_system == FEW
        return Room(
            width, height, self.frame_colour, self.ground, self.is_ascii, few, self.app.no_color,
            own=styles[picture.variant], runs=list(styles), variables=self.app.theme_variables,
            dark=runs_on_dark(self.app.console.color_system),
        )  # fmt: skip

    def picture(self, width: int, height: int) -> Rows:
        """The picture; for one that a lesson should not have sent, what is wrong with it."""
        shown = self.shown()
        if shown is None:
            return self.words.nothing_yet(width, height, empty(self))
        room = self.room(shown, width, height)
        if reader := self._reading():
            return reader.picture(room)
        if self._drawn is None or self._drawn[0] is not shown or self._drawn[1] != room:
            self._drawn = shown, room, _anew(self, shown, room)
        return self._drawn[2]

    def captions(self, width: int) -> list[Row]:
        """What the kind says of it; else whose it is, and from when."""
        shown = self.shown()
        if shown is None or self.wrong(shown):
            return super().captions(width)
        rows = self.kind.captions(self.page, shown.value, self.room(shown, width, LEGEND))
        if shown is Panel.shown(self):
            rows = _with_name(self, shown, rows, width)
        rows = rows or _of_all(self, shown, width)
        if reader := self._reading():
            return [((self.words.cut(reader.words(), width), Style(bold=True)),), *rows]
        return rows

    # reading

    def _reading(self) -> Reader | None:
        """What the maximised panel is read with, where there is something to read."""
        if self.reader and self.screen.maximized is not self:
            self.reader.is_open = False
            return None
        return self.reader if self.reader and self.reader.is_there else None

    def check_action(self, action: str, parameters: tuple[Any, ...]) -> bool | None:
        """The cursor is for a maximised panel; elsewhere the arrows go from panel to panel."""
        if action != "read":
            return True
        reader = self._reading()
        return reader is not None and reader.takes(*parameters)

    def action_read(self, name: str, value: object) -> None:
        """Go on in what is shown, or to what is behind it."""
        if reader := self._reading():
            reader.act(name, value)
            self.catch_up()

    def on_click(self, event: Click) -> None:
        """Put the cursor where the mouse is."""
        offset, reader = event.get_content_offset(self), self._reading()
        if offset is not None and reader is not None:
            reader.point(offset.x, offset.y - (self.size.height - reader.height))
            self.catch_up()


def _reader(panel: ShownPanel) -> Reader | None:
    match panel.page:
        case Heatmap() as page:
            return MapReader(page, panel)
        case Table() as page:
            return TableReader(page, panel)
    return None


def _anew(panel: ShownPanel, shown: PictureEvent, room: Room) -> Rows:
    if wrong := panel.wrong(shown):
        return room.say(f"this cannot be drawn: {wrong}")
    return panel.kind.cells(panel.page, shown.value, room)


def _with_name(panel: ShownPanel, shown: PictureEvent, said: list[Row], width: int) -> list[Row]:
    """Whose the picture is, before what else is said of it; or above it, in a large panel."""
    style = panel.variant_styles[shown.variant]
    whose = panel.words.whose(style, shown.variant, shown.step, width)
    if not said:
        return [whose]
    joined: Row = (*whose, ("  ", Style()), *said[0])
    if len(said) == 1 and cell_len("".join(words for words, _ in joined).rstrip()) <= width:
        return [joined]
    return [whose, *said] if panel.size.height >= ROOM_FOR_BOTH else said


def _of_all(panel: ShownPanel, shown: PictureEvent, width: int) -> list[Row]:
    """What stands above the picture of all networks, where nothing else does."""
    words = panel.words.cut(f"all networks · step {shown.step}", width)
    return [((words, Style(panel.frame_colour)),)]
