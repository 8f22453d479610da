"""The line above watched logs: which, how far, and whether anybody writes them."""

from __future__ import annotations

from datetime import datetime

from tui_lab.session.watched import Watched
from tui_lab.widgets.run_header import RunHeader


class WatchHeader(RunHeader):
    """The log on the left, how it grows on the right."""

    session: Watched

    def facts(self) -> list[str]:
        """What the right side says, the most important first."""
        store, watching = self.session.store, self.session.watching
        since = datetime.fromtimestamp(watching.changed).astimezone()
        runs, scalars = len(watching.runs), len(store.metrics())
        shown = [page for page in self.session.lesson.panels if self.view.wants(page)]
        sought = f"/{self.view.sought}: {counted(len(shown), 'panel')}" if self.view.sought else ""
        notes = sum(len(log.notes) for _, log in watching.logs.values())
        facts = [
            sought, f"i: {counted(notes, 'note')}" if notes else "",
            f"step {store.step}", counted(runs, "run") if runs > 1 else "",
            counted(scalars, "scalar"), "" if watching.is_read else "reading…",
            f"written {since:%H:%M}",
        ]  # fmt: skip
        return [fact for fact in facts if fact]


def counted(count: int, what: str) -> str:
    """Such as `1 panel`, `3 panels`."""
    return f"{count} {what}{'s' if count != 1 else ''}"
