"""Tabs in a line or two, each with the digit that chooses it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from textual.content import Content
from textual.events import Click
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

SHORTEST = 2  # letters of a name that are left where there is no room


@dataclass(frozen=True)
class TabLabel:
    """A tab as it is written: its digit, as much of its name as fits, and what is noted of it."""

    tab: str
    digit: str
    name: str
    note: str = ""
    gap: str = " "
    """What stands between the digit and the name."""

    @property
    def text(self) -> str:
        """All of it."""
        return self.digit + self.gap + self.name + (f" {self.note}" if self.note else "")


Rows = list[list[tuple[TabLabel, int]]]
"""Each row's labels, with the columns that each takes."""


class TabLine(Widget):
    """Names side by side, one of them active. The screen binds the digits to `choose`."""

    DEFAULT_CSS = """
    TabLine { height: auto; width: 1fr; color: $muted; }
    """

    active: reactive[str] = reactive("", init=False)

    class Chosen(Message):
        """Another tab was chosen."""

        def __init__(self, tab: str) -> None:
            super().__init__()
            self.tab = tab

    def __init__(self, tabs: Sequence[str], digits: Mapping[str, str] | None = None) -> None:
        super().__init__(id="tabs")
        self.tabs = list(tabs)
        self.digits = digits or {tab: str(n) for n, tab in enumerate(tabs, 1)}
        """What chooses each: the same key, whichever tabs there are room for."""
        self.notes: dict[str, str] = {}
        """A few characters after a tab's name, such as `2/6`."""
        self.most_rows = 1
        """How many rows they may take where one is too short."""
        self.set_reactive(TabLine.active, self.tabs[0])

    def offer(self, tabs: Sequence[str], instead: str = "", most_rows: int = 1) -> None:
        """Show these tabs; if the active one is no longer there, that one instead."""
        self.tabs, self.most_rows = list(tabs), most_rows
        if self.active not in self.tabs:
            self.active = instead if instead in self.tabs else self.tabs[0]
        self.refresh(layout=True)

    def note(self, tab: str, text: str) -> None:
        """Add a few characters to a tab."""
        if self.notes.get(tab) != text:
            self.notes[tab] = text
            self.refresh(layout=len(self.rows(self.size.width)) != self.size.height)

    def choose(self, digit: str) -> bool:
        """Make the tab of this digit active; whether there is one."""
        chosen = [tab for tab in self.tabs if self.digits.get(tab) == digit]
        self.active = chosen[0] if chosen else self.active
        return bool(chosen)

    def watch_active(self, active: str) -> None:
        """Tell the screen."""
        self.post_message(self.Chosen(active))

    def rows(self, width: int) -> Rows:
        """The labels at this width. What is noted of a tab goes last of all."""
        labels = [
            TabLabel(tab, self.digits.get(tab, ""), tab, self.notes.get(tab, ""))
            for tab in self.tabs
        ]
        if _length(labels) > width and self.most_rows > 1:
            return _in_columns(labels, self.most_rows, width)
        return [[(label, len(label.text)) for label in _shortened(labels, self.active, width)]]

    @property
    def is_airy(self) -> bool:
        """Whether there is a gap between each digit and its name."""
        return all(label.gap for row in self.rows(self.size.width) for label, _ in row)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as there are."""
        return len(self.rows(width))

    def render(self) -> Content:
        """The active one stands out by colour and by its underline."""
        return Content("\n").join(
            Content.assemble(*(part for label, room in row for part in self._parts(label, room)))
            for row in self.rows(self.size.width)
        )

    def places(self) -> Iterator[tuple[str, Offset]]:
        """Each tab, and where it begins."""
        for y, row in enumerate(self.rows(self.size.width)):
            x = 0
            for label, room in row:
                yield label.tab, Offset(x, y)
                x += room + 1

    def _parts(self, label: TabLabel, room: int) -> list[tuple[str, str]]:
        is_active = label.tab == self.active
        words = label.text.removeprefix(label.digit + label.gap)
        style = "bold $primary underline" if is_active else ""
        after = " " * (room - len(label.text))
        digit = label.digit + label.gap
        return [(" ", ""), (digit, "bold $accent"), (words, style), (after, "")]

    def on_click(self, event: Click) -> None:
        """The tab under the mouse."""
        rows, start = self.rows(self.size.width), 0
        for label, room in rows[event.y] if event.y < len(rows) else []:
            if start <= event.x <= start + room:
                self.active = label.tab
                return
            start += room + 1


def _length(labels: Sequence[TabLabel]) -> int:
    return sum(len(label.text) + 1 for label in labels)


def _in_columns(labels: Sequence[TabLabel], count: int, width: int) -> Rows:
    """As many rows, with the labels below each other in line where there is room for that."""
    each = -(-len(labels) // count)
    rows = [list(labels[n : n + each]) for n in range(0, len(labels), each)]
    most = [max(len(row[n].text) for row in rows if n < len(row)) for n in range(each)]
    airy = [room + 1 for room in most]
    tried = (found for found in (airy, most) if sum(found) + each <= width + 1)
    rooms = next(tried, [0] * each)
    return [
        [(label, max(room, len(label.text))) for label, room in zip(row, rooms, strict=False)]
        for row in rows
    ]


def _shortened(labels: Sequence[TabLabel], active: str, width: int) -> list[TabLabel]:
    """One row: without gaps, then with shorter names, at last without what is noted."""
    found = list(labels)
    if _length(found) > width:
        found = [replace(label, gap="") for label in found]
    while _length(found) > width:
        others = [n for n, label in enumerate(found) if label.tab != active]
        longest = max(others or [0], key=lambda n: len(found[n].name))
        if len(found[longest].name) <= SHORTEST:
            return [replace(label, note="") for label in found]
        found[longest] = replace(found[longest], name=found[longest].name[:-1])
    return found
