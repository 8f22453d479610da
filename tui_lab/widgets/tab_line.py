"""One line of tabs, chosen by their number."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


class TabLine(Widget):
    """Names side by side, one of them active. The screen binds the digits to `choose`."""

    DEFAULT_CSS = """
    TabLine { height: 1; width: 1fr; color: $muted; }
    """

    active: reactive[str] = reactive("", init=False)

    class Chosen(Message):
        """Another tab was chosen."""

        def __init__(self, tab: str) -> None:
            super().__init__()
            self.tab = tab

    def __init__(self, tabs: Sequence[str]) -> None:
        super().__init__(id="tabs")
        self.tabs = list(tabs)
        self.notes: dict[str, str] = {}
        """A few characters after a tab's name, such as `2/6`."""
        self.set_reactive(TabLine.active, self.tabs[0])

    def offer(self, tabs: Sequence[str], instead: str = "") -> None:
        """Show these tabs; if the active one is no longer there, that one instead."""
        self.tabs = list(tabs)
        if self.active not in self.tabs:
            self.active = instead if instead in self.tabs else self.tabs[0]
        self.refresh()

    def note(self, tab: str, text: str) -> None:
        """Add a few characters to a tab."""
        if self.notes.get(tab) != text:
            self.notes[tab] = text
            self.refresh()

    def choose(self, place: int) -> None:
        """Make the tab at this place active, if there is one."""
        if 0 <= place < len(self.tabs):
            self.active = self.tabs[place]

    def watch_active(self, active: str) -> None:
        """Tell the screen."""
        self.post_message(self.Chosen(active))

    def labels(self) -> list[str]:
        """As long as they fit: with notes, closer together, without notes, or cut short."""
        noted = [f"{tab} {self.notes[tab]}" if self.notes.get(tab) else tab for tab in self.tabs]
        for names, margin in ((noted, " "), (noted, ""), (self.tabs, " "), (self.tabs, "")):
            labels = [f" {name}{margin}" for name in names]
            if sum(map(len, labels)) <= self.size.width:
                return labels
        each = max(self.size.width // len(self.tabs), 2)
        return [f" {tab}"[: each - 1].ljust(each) for tab in self.tabs]

    def render(self) -> Content:
        """The active one stands out by colour and by its underline."""
        parts: list[str | tuple[str, str]] = []
        for tab, label in zip(self.tabs, self.labels(), strict=True):
            style = "bold $primary" if tab == self.active else ""
            before, words, after = label.partition(label.strip() or label)
            parts += [before, (words, f"{style} underline" if style else ""), after]
        return Content.assemble(*parts)

    def on_click(self, event: Click) -> None:
        """The tab under the mouse."""
        start = 0
        for place, label in enumerate(self.labels()):
            if start <= event.x < start + len(label):
                self.choose(place)
            start += len(label)
