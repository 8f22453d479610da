"""Going to what a list of runs has: a run's screen, or a sweep's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui_lab.app.lab import LabApp
    from tui_lab.runs.folder import RunFolder
    from tui_lab.sweeps.folder import SweepFolder


def open_folder(app: LabApp, folder: RunFolder | SweepFolder) -> None:
    """Go to a run, or to a sweep. Raises Trouble if it cannot be read."""
    from tui_lab.runs.folder import RunFolder  # the menu is painted before

    if isinstance(folder, RunFolder):
        app.open_run(folder)
        return
    from tui_lab.screens.sweep.screen import SweepScreen

    app.push_screen(SweepScreen(folder))
