"""The line at the top: which lesson, how its run is, how far, how fast, how long to go."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from tui_lab.charts.palette import OUTSIDE, Sign, hex_of, state_sign
from tui_lab.charts.rows import Grid, Rows, Style, fit_title
from tui_lab.session.ladder import told
from tui_lab.session.playback import Playback
from tui_lab.session.view import View
from tui_lab.state.store import Store
from tui_lab.system.words import in_time
from tui_lab.widgets.panels.canvas import Canvas


class RunHeader(Widget):
    """Lesson on the left, run on the right."""

    DEFAULT_CSS = """
    RunHeader { height: 1; width: 1fr; background: $panel; color: $foreground; }
    """

    def __init__(self, view: View, playback: Playback | None = None) -> None:
        super().__init__(id="header")
        self.view, self.playback = view, playback or Playback(view)
        self.session = view.session
        self._said: tuple[str, ...] = ()

    def catch_up(self) -> None:
        """Repaint if there is something else to say."""
        session, playback = self.session, self.playback
        how = (session.state, self.view.at, self.is_edited, session.can_go_on, playback.is_going)
        said = (*map(str, how), *self.facts())
        if said != self._said:
            self._said = said
            self.refresh()

    def facts(self) -> list[str]:
        """What the right side says after the state, the most important first."""
        session, store = self.session, self.session.store
        if session.state == "empty":
            return slowed(session.tempo.pace)
        if session.state == "warming" and session.run and (status := session.run.status()):
            return [status.doing] if status.doing else []
        device = store.start.device if store.start else session.plan.device
        facts = [f"{store.step}/{store.planned}"] if store.planned else []
        if self.playback.is_going:
            facts.append(told(self.playback.rate))
        elif session.tempo.pace:
            facts += slowed(session.tempo.pace)
        elif store.rate and session.state == "playing":
            facts += pace_of(store)
        elif store.over:
            facts.append(f"in {in_time(session.seconds)}")
        many = store.start.devices if store.start else session.plan.devices
        return [*facts, device if many == 1 else f"{many} × {device}"]

    @property
    def _looking(self) -> str:
        return "playing back" if self.playback.is_going else "showing"

    @property
    def is_edited(self) -> bool:
        """Whether files that the learner edited train it, or will."""
        start = self.session.store.start
        return start.edited if start else bool(self.session.plan.edits)

    def render(self) -> Content:
        """As much as fits: the state always, the title before the last facts."""
        lesson, sign = self.session.lesson, state_sign(self.session.state)
        width = self.size.width
        if self.session.can_go_on and sign.word == self.session.state:
            sign = sign._replace(word=f"{sign.word}: space continues")
        if self.view.at is not None:
            sign = Sign("◷", f"{self._looking} step {self.view.at}", "accent")
        right = f"{sign.glyph} {sign.word}"
        title_width = min(len(lesson.title), 24)
        for fact in self.facts():
            if len(right) + len(fact) + title_width + 8 <= width:
                right += f"  {fact}"
        number = f" {lesson.number or OUTSIDE} "
        free = max(width - len(number) - len(right) - 2, 0)
        mark = " (edited)" if self.is_edited else ""
        title = " " + fit_title(lesson.title, free - 1, mark) if free else ""
        gap = max(width - len(number) - cell_len(title) - len(right) - 1, 0)
        return Content.assemble(
            (number, "bold $background on $primary"), (title, "bold"), " " * gap,
            *_coloured(right, sign), " ",
        )  # fmt: skip


def _coloured(text: str, sign: Sign) -> list[tuple[str, str]]:
    length = len(sign.glyph) + 1 + len(sign.word)
    return [(text[:length], f"bold ${sign.colour}"), (text[length:], "$foreground 80%")]


def slowed(pace: float) -> list[str]:
    """The speed that slow motion holds it to; nothing at full speed."""
    return [f"slowed to {told(pace)}"] if pace else []


def pace_of(store: Store) -> list[str]:
    """Steps a second, and the time to the end as soon as that can be said."""
    left = store.remaining
    return [_pace(store.rate), *([f"{in_time(left)} left"] if left is not None else [])]


def _pace(rate: float) -> str:
    if rate >= 1000:
        return f"{rate / 1000:.1f}k steps/s"
    return f"{rate:.0f} steps/s" if rate >= 10 else f"{rate:.1f} steps/s"


class ProgressLine(Canvas, can_focus=False):
    """How far the run is, as a thin line."""

    DEFAULT_CSS = """
    ProgressLine { height: 1; width: 1fr; }
    """

    def __init__(self, view: View) -> None:
        super().__init__(id="progress")
        self.view = view
        self.made_from = lambda: (*view.versions, view.session.state, self.app.theme)

    def draw(self, width: int, height: int) -> Rows:
        """Filled up to the step of the furthest network; a mark where one looks back to."""
        session, variables = self.view.session, self.app.theme_variables
        store, at = session.store, self.view.at
        share = min(store.step / store.planned, 1.0) if store.planned else 0.0
        grid, filled = Grid(width, 1), round(share * width)
        done = Style(hex_of(variables, state_sign(session.state).colour))
        grid.write(0, 0, "━" * filled, done)
        grid.write(filled, 0, "─" * (width - filled), Style(hex_of(variables, "calm")))
        if at is not None and store.planned:
            accent = Style(hex_of(variables, "accent"), bold=True)
            grid.put(min(round(at / store.planned * width), width - 1), 0, "◆", accent)
        return grid.rows()
