"""The caption of a panel that is shown to a room."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


class PresentCaption(Static):
    """Three rows above the panel: what it is, and of which lesson."""

    DEFAULT_CSS = """
    PresentCaption {
        display: none; dock: top; height: 3; width: 1fr; content-align: center middle;
        text-align: center; background: $primary; color: $background; text-style: bold;
    }
    """

    def __init__(self) -> None:
        super().__init__(id="caption", markup=False)
        self._told: tuple[str, str, int] | None = None

    def tell(self, title: str, below: str) -> None:
        """The title in wide letters, and a line below it; nothing, if it stands there."""
        if self._told == (told := (title, below, self.app.size.width)):
            return
        self._told = told
        wide = "  ".join(" ".join(word.upper()) for word in title.split())
        room = self.app.size.width - 4
        heading = wide if len(wide) <= room else title
        self.update(Content.assemble((heading, "bold"), "\n", below))
