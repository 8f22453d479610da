"""Gives the terminal to the learner's own editor until it ends."""

from __future__ import annotations

import subprocess
from pathlib import Path

from textual.app import SuspendNotSupported
from textual.widget import Widget

from lessons.kit.errors import reason


def open_outside(path: Path, command: list[str], told_by: Widget, then: str) -> int:
    """The editor's exit code; 0 where it was not started: why, is told.

    `then` is what comes of a file that is saved, for those who open it elsewhere, as in a browser.
    """
    try:
        with told_by.app.suspend():
            return subprocess.run([*command, str(path)], check=False).returncode
    except SuspendNotSupported:
        words = f"edit {path} with your own editor{then}"
        told_by.notify(words, markup=False, timeout=20)
    except OSError as error:
        words = f"{command[0]} cannot be started ({reason(error)}); set EDITOR"
        told_by.notify(words, severity="error", markup=False)
    return 0
