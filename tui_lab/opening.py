"""Opening the screen, or one sentence that says why it cannot be opened here."""

import os
import sys
from typing import Any

from lessons.kit import BadUsage
from lessons.kit.errors import unknown
from tui_lab import runs


def open_lab(*, ascii_only: bool, theme: str | None, fps: float) -> int:
    """`dl-lab`: the menu of lessons."""
    return _opened(theme=theme, fps=fps, ascii_only=ascii_only)


def open_run(name: str) -> int:
    """`dl-lab attach`: a run's screen, with control if it is live."""
    run = runs.find(name)
    return _opened(run=run)


def open_recording(name: str) -> int:
    """`dl-lab replay`: a recorded stream's screen."""
    from tui_lab.headless import recording

    return _opened(replay=recording(name))


def refuse_without_terminal() -> None:
    """Raise BadUsage where no person can look and type: a pipe, a log, TERM=dumb."""
    # Textual draws on stderr: without it there is no screen
    on_terminal = sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()
    if not on_terminal or os.environ.get("TERM", "") in ("", "dumb"):
        raise BadUsage(
            "the lab needs a terminal to draw on",
            "without one: dl-lab run lesson3 --json",
        )


def _opened(*, theme: str | None = None, fps: float | None = None, **what: Any) -> int:
    refuse_without_terminal()
    runs.make_home()
    from tui_lab.app import LabApp
    from tui_lab.remote import Spare

    # a C locale would turn every line of a chart into question marks
    reconfigure = getattr(sys.__stderr__, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8", errors="replace")
    app = LabApp(**what)
    if theme and theme not in app.available_themes:
        raise unknown("theme", theme, app.available_themes)
    app.theme = theme or app.theme
    app.fps = fps or app.fps
    app.spare = Spare()
    try:
        app.run()
    finally:
        app.spare.close()
    return app.return_code or 0
