"""The clinic in the menu: how many cases are solved, and the key that opens it."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


class ClinicLine(Static):
    """One line; a click opens the clinic."""

    DEFAULT_CSS = "ClinicLine { height: 1; width: 1fr; text-wrap: nowrap; }"

    def __init__(self) -> None:
        super().__init__("", id="clinic", markup=False)

    def on_mount(self) -> None:
        """Say it once the menu is painted."""
        self.catch_up()

    def catch_up(self) -> None:
        """What was done by now."""
        from tui_lab.session.clinic.board import progress  # the menu is painted before

        self.update(Content.assemble(
            ("CLINIC  ", "bold $muted"), progress(), "  ",
            ("c", "bold $accent"), (" opens it", "$muted"),
        ))  # fmt: skip

    async def on_click(self) -> None:
        """As the key does."""
        await self.screen.run_action("clinic")
