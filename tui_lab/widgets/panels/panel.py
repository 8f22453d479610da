"""What every panel of a lesson has in common: a title, a view, and a line of words on top."""

from __future__ import annotations

from textual.content import Content

from lessons.kit import Panel as Page
from lessons.kit.stream.events import PictureEvent
from tui_lab.charts.lines.line_chart import NOTHING
from tui_lab.charts.palette import STATES, VariantStyle
from tui_lab.charts.rows import Row, Rows
from tui_lab.panels.figures import EMPTY
from tui_lab.session.standing import Standing
from tui_lab.session.view import View
from tui_lab.widgets.panels.allowance import Allowance
from tui_lab.widgets.panels.canvas import Canvas
from tui_lab.widgets.panels.caption import Caption

ROOM_FOR_LEGEND = 9  # rows; a smaller panel is all picture
BESIDE_TITLE = 6  # columns of a border that a title leaves free

OUTCOMES = {None: ("", "muted"), True: (" ✓", "success"), False: (" ✗", "warning")}
"""Of a prediction: whether it came true, the sign for it, and its colour."""


class Panel(Canvas):
    """One of the lesson's panels, drawn from the session's store."""

    DEFAULT_CSS = """
    Panel {
        border: round $calm;
        border-title-color: $foreground 80%;
        border-title-style: bold;
        border-subtitle-color: $muted;
        &:focus { border: round $primary; border-title-color: $primary; }
        &.-maximized { height: 1fr; }
    }
    """

    def __init__(self, page: Page, view: View) -> None:
        super().__init__()
        self.page = page
        self.view = view
        self.is_first = False
        """Whether it is the large one."""
        self.is_log = False
        """Whether its y-axis is logarithmic."""
        self.say_title()
        self.painted: tuple[object, ...] | None = None
        """The versions that the last painting was made from."""
        self.painted_at = 0.0
        self.painted_step = 0
        """The step that it went up to."""
        self.allowance: Allowance | None = None
        """What it may send; None for a chart, after which others are measured."""

    @property
    def is_ascii(self) -> bool:
        """Whether only plain characters may be drawn."""
        return self.app.has_class("-ascii")

    @property
    def words(self) -> Caption:
        """How values and names are written here."""
        return Caption(self.frame_colour, self.is_ascii)

    def say_title(self) -> None:
        """The title, and what was predicted of this run: locked in, and then right or not."""
        said = self.view.predicted.get(self.page.title)
        room = self.outer_size.width - BESIDE_TITLE
        self.frame("title", title_of(self.page, said, is_log=self.is_log, room=room))

    def paint(self, now: float) -> None:
        """Draw what is new."""
        self.painted, self.painted_at = self.view.versions, now
        self.painted_step = self.view.session.store.step
        self.say_title()
        self.catch_up()

    def draw(self, width: int, height: int) -> Rows:
        """A line of words, if there is room for it, above the picture."""
        if height < ROOM_FOR_LEGEND:
            return self.picture(width, height)
        captions = self.captions(width)[: height // 3]
        return [*captions, *self.picture(width, height - len(captions))]

    def captions(self, width: int) -> list[Row]:
        """The lines above the picture: by default whose it is, and from when."""
        shown = self.shown()
        if shown is None:
            return [()]
        style = self.variant_styles[shown.variant]
        return [self.words.whose(style, shown.variant, shown.step, width)]

    def picture(self, width: int, height: int) -> Rows:
        """The picture itself. To be overridden."""
        return super().draw(width, height)

    @property
    def variant_styles(self) -> dict[str, VariantStyle]:
        """How the runs look in this theme."""
        return self.view.variant_styles(self.app.theme_variables)

    def shown(self) -> PictureEvent | None:
        """The picture of the variant that is shown, of its first seed, at the time looked at."""
        view, seeds = self.view, self.view.seeds
        return view.picture(self.page.key, view.shown, seeds[0]) if seeds else None


def empty(panel: Panel) -> str:
    """What a panel says that has nothing to show; before the first step one says it for all."""
    session = panel.view.session
    if session.store.over:
        return EMPTY
    if session.store.step:
        return NOTHING
    is_before = session.state in ("empty", "warming")
    said = STATES[session.state].word if is_before else NOTHING
    return said if panel.is_first else ""


def title_of(page: Page, said: Standing | None, *, is_log: bool, room: int) -> Content:
    """A title with unit, scale and what was predicted; short of room, without some of them."""
    unit = "" if page.unit.casefold() in page.title.casefold() else page.unit
    log = "log" if is_log else ""
    full = _worded(page, said, unit, log)
    shorter = (_worded(page, said, log), _worded(page, said), _worded(page, said, short=True))
    fitting = [each for each in (full, *shorter) if each.cell_length <= room]
    return fitting[0] if fitting else full if room <= 0 else shorter[-1]


def _worded(page: Page, said: Standing | None, *marks: str, short: bool = False) -> Content:
    title = Content(" · ".join((page.title, *filter(None, marks))))
    if said is None:
        return title
    sign, colour = OUTCOMES[said.right]
    choice = "" if short else said.choice
    return title + Content.assemble(("  ◆ ", "$accent"), choice, (sign, f"${colour}"))
