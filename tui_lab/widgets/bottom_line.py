"""A line at the bottom of a screen that somebody types into; hidden until it is opened."""

from __future__ import annotations

from textual.widgets import Input


class BottomLine(Input):
    """How all of them look."""

    DEFAULT_CSS = """
    BottomLine {
        dock: bottom; height: 1; border: none; padding: 0 1; display: none; background: $panel;
        &:focus { border: none; }
    }
    """
