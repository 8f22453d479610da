"""The base of every chart: draws rows of cells, and repaints only the rows that changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import ClassVar, Literal

from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.content import Content
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from tui_lab.charts.palette import hex_of
from tui_lab.charts.rows import Row, Rows, Stretch, Style, blend, changed_stretches, sparing
from tui_lab.terminal.pen import Pen, look_of, system_of
from tui_lab.terminal.writer import terminal_is_behind
from tui_lab.widgets.sixteen_colours import FEW

NOTHING = Content("")
SOON = 0.03  # seconds until a terminal that was behind is checked again


class Canvas(Widget, can_focus=True):
    """A widget that is drawn whole by `draw`, and repainted where it changed.

    A subclass says what it looks like in `draw(width, height)`. A caller that knows that there is
    something new calls `catch_up()`, a few times a second at most. Textual sends every cell of
    what is refreshed to the terminal again, changed or not: four charts at 10 frames per second
    are 247 kB/s. By changed rows, with axes that hold still, it is 12.5 kB/s; by changed columns
    of them half of that.
    """

    ALLOW_MAXIMIZE = True
    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS = """
    Canvas {
        width: 1fr;
        height: 1fr;
    }
    """

    sent = 0
    """Bytes that its repaints took so far."""
    rows_drawn: Rows
    """The lines as they were last drawn."""
    _drawn_for: tuple[Size, RichStyle] | None = None
    made_from: Callable[[], object] = staticmethod(lambda: None)
    """Tells what a drawing is made from, apart from its look: of the same it is not drawn again.

    None where that cannot be said.
    """
    _drawn_from: object = None
    _put_off: Timer | None = None
    _framed: Mapping[str, Content] = MappingProxyType({})
    """What is written on the border, by place."""

    def draw(self, width: int, height: int) -> Rows:
        """The picture: `height` rows of `width` columns. To be overridden; must not block."""
        return [((" " * width, Style()),)] * height

    @property
    def is_showing(self) -> bool:
        """Whether anybody could see a repaint: on the active screen, laid out, not empty.

        A screen that is not active goes on ticking and still finds its widgets, so both are asked.
        """
        return bool(self.is_attached and self.size and self.screen.is_active and self.is_on_screen)

    @property
    def ground(self) -> str | None:
        """The background colour, "#rrggbb", for shades; None where there can be none.

        That is where the terminal chooses the ground, and where it has sixteen colours.
        """
        _, colour = self.background_colors
        has_shades = colour.ansi is None and self.app.console.color_system != FEW
        return colour.hex6 if has_shades else None

    @property
    def frame_colour(self) -> str:
        """A colour for axes and labels that steps back behind the curves; or the theme's own."""
        if own := self.app.theme_variables.get("axes"):
            return own
        text, ground = self.visual_style.foreground, self.ground
        if text is None or text.ansi is not None or ground is None:
            return hex_of(self.app.theme_variables, "muted")
        return blend((self.background_colors[1] + text).hex6, ground, 0.6)

    def frame(self, place: Literal["title", "subtitle"], words: Content) -> None:
        """Write on the border. What already exists is not written again: all would be painted.

        Textual gives its titles back as markup, to which no words with colours are ever equal.
        """
        if not words.is_same(self._framed.get(place, NOTHING)):
            self._framed = {**self._framed, place: words}
            setattr(self, f"border_{place}", words)

    def catch_up(self) -> None:
        """Draw, and repaint the rows that differ; nothing if unseen.

        While the terminal is behind it is put off, and what is drawn then is what is true by then.
        """
        if not self.is_showing:
            return
        if terminal_is_behind(self.app):
            self._put_off = self._put_off or self.set_timer(SOON, self._look_again)
            return
        if self._drawn_for != self._look():
            self.refresh()  # render_line will find the same, and draw
            return
        source = self.made_from()
        if source is not None and source == self._drawn_from:
            return
        self._drawn_from = source
        before, self.rows_drawn = self.rows_drawn, self.draw(*self.size)
        width, height = self.size
        old, new = _padded(before, height), _padded(self.rows_drawn, height)
        system = system_of(self.app.console)
        seen = _seen_on(system, self._look()[1])
        changed = [
            Region(left, y, right - left, 1)
            for y in range(height)
            if old[y] != new[y]
            for left, right in _changed(old[y], new[y], width, seen)
        ]
        if changed:
            self.refresh(*changed)
            self.sent += _bytes_of(self.rows_drawn, changed, self._look()[1], system)

    def _look_again(self) -> None:
        """What a key changed must not wait for the second in which everything is looked at."""
        self._put_off = None
        self.catch_up()

    def render_line(self, y: int) -> Strip:
        """A row as Textual wants it. Draws first if the size or the theme is new."""
        look = self._look()
        width, base = self.size.width, look[1]
        if self._drawn_for != look:
            self._drawn_for, self._drawn_from = look, self.made_from()
            self.rows_drawn = self.draw(*self.size)
            whole = [Region(0, row, width, 1) for row in range(len(self.rows_drawn))]
            self.sent += _bytes_of(self.rows_drawn, whole, base, system_of(self.app.console))
        if y >= len(self.rows_drawn):
            return Strip.blank(width, base)
        return _strip(self.rows_drawn[y], base).adjust_cell_length(width, base)

    def on_show(self) -> None:
        """What was drawn before it was hidden is old by now."""
        self.catch_up()

    def _look(self) -> tuple[Size, RichStyle]:
        """What a drawing depends on apart from its data."""
        return self.size, self.visual_style.rich_style


def _strip(row: Row, base: RichStyle) -> Strip:
    return Strip([Segment(text, _ink(style, base)) for text, style in sparing(row)])


def _bytes_of(rows: Rows, changed: list[Region], base: RichStyle, system: ColorSystem) -> int:
    """What it takes to send these parts of the rows."""
    pen, strips = Pen(system), [_strip(row, base) for row in rows]
    for x, y, width, _ in changed:
        if y < len(strips):
            pen.move(x, y)
            pen.draw(strips[y].crop(x, x + width))
    return len(pen.frame().encode(errors="replace"))


def _padded(rows: Rows, height: int) -> list[Row | None]:
    """Exactly `height` rows, None where there is none."""
    return [*rows[:height], *[None] * (height - len(rows))]


def _seen_on(system: ColorSystem, base: RichStyle) -> Callable[[Style], object]:
    """What a terminal makes of a style: few colours make one of many."""
    return lambda style: look_of(_ink(style, base), system)


def _changed(
    old: Row | None, new: Row | None, width: int, seen: Callable[[Style], object]
) -> list[Stretch]:
    """The parts of a line that must be sent again."""
    found = changed_stretches(old, new, seen) if old and new else None
    return [(0, width)] if found is None else found


@lru_cache(16_384)
def _ink(style: Style, base: RichStyle) -> RichStyle:
    """A cell's style over the widget's own: the background has to be on every segment."""
    return base + RichStyle(
        color=style.fg,
        bgcolor=style.bg,
        bold=style.bold or None,
        dim=style.dim or None,
    )
