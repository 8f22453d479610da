"""The panel of every kind that draws one value of one network: a matrix, points, images, words."""

from __future__ import annotations

from typing import Any

from lessons.kit import Panel as Page
from lessons.kit.stream.events import PictureEvent
from tui_lab.charts.rows import Row, Rows
from tui_lab.panels.kind import Room, Shown
from tui_lab.session.view import View
from tui_lab.widgets.panels.allowance import Allowance
from tui_lab.widgets.panels.panel import Panel
from tui_lab.widgets.sixteen_colours import FEW, runs_on_dark


class ShownPanel(Panel):
    """What the network that is shown showed, at the time that is looked at."""

    def __init__(self, page: Page, view: View, kind: Shown[Any]) -> None:
        super().__init__(page, view)
        self.kind = kind
        self.allowance = Allowance()
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
            width, height, self.frame_colour, self.ground, self.is_ascii, few,
            own=styles[picture.variant], runs=list(styles), variables=self.app.theme_variables,
            dark=runs_on_dark(self.app.console.color_system),
        )  # fmt: skip

    def picture(self, width: int, height: int) -> Rows:
        """The picture; for one that a lesson should not have sent, what is wrong with it."""
        shown = self.shown()
        if shown is None:
            return self.words.nothing_yet(width, height)
        room = self.room(shown, width, height)
        if self._drawn is None or self._drawn[0] is not shown or self._drawn[1] != room:
            self._drawn = shown, room, self._anew(shown, room)
        return self._drawn[2]

    def _anew(self, shown: PictureEvent, room: Room) -> Rows:
        if wrong := self.wrong(shown):
            return room.say(f"this cannot be drawn: {wrong}")
        return self.kind.cells(self.page, shown.value, room)

    def captions(self, width: int) -> list[Row]:
        """What the kind says of it; else whose it is, and from when."""
        shown = self.shown()
        if shown is None or self.wrong(shown):
            return super().captions(width)
        row = self.kind.caption(self.page, shown.value, self.room(shown, width, 1))
        return [row] if row else super().captions(width)
