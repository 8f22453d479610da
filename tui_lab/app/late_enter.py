"""The enter that people type after a lesson's number, though the number has opened it already."""

from __future__ import annotations

from time import monotonic

from textual.events import Event, Key

from tui_lab.app.key_order import KeyOrder

LATE = 1.5
"""Seconds after the lesson is there in which an enter belongs to the number before it."""


class LateEnter(KeyOrder):
    """On the lesson's screen it would maximise a panel, which nobody asked for: it is dropped."""

    opened_by_digits = 0.0
    """When a lesson was opened by its number alone, by the clock of `time.monotonic`."""

    async def on_event(self, event: Event) -> None:
        """Any event but that enter, which comes right after the number: no key is between them."""
        if isinstance(event, Key):
            opened, self.opened_by_digits = self.opened_by_digits, 0.0
            if event.key == "enter" and event.time - opened < LATE:
                return
        await super().on_event(event)

    def is_there(self) -> None:
        """The lesson was loaded, which may take seconds: from now on the time counts."""
        if self.opened_by_digits:
            self.opened_by_digits = monotonic()
