"""What every figure of a report has: a caption, a body, and words where there is nothing yet."""

from __future__ import annotations

from tui_lab.svg.ink import text

EMPTY = "nothing to show"
"""What stands for a value without parts, and in a panel of a run that has ended without one."""


def figure(title: str, body: str, note: str = "", *, wide: bool = False) -> str:
    """A figure of the page."""
    kind = ' class="wide"' if wide else ""
    small = f" <small>{text(note)}</small>" if note else ""
    return f"<figure{kind}><figcaption>{text(title)}{small}</figcaption>{body}</figure>\n"


def nothing(title: str) -> str:
    """A figure without a value."""
    return figure(title, quiet(EMPTY))


def quiet(words: str) -> str:
    """A sentence in place of a picture."""
    return f'<p class="quiet">{text(words)}</p>'
