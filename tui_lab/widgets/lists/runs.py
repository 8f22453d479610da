"""The latest runs and sweeps, and how they are: read from their folders, not from memory."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets.option_list import Option

from lessons.kit.errors import Trouble
from tui_lab.charts.palette import state_sign
from tui_lab.widgets.lists.choices import Choices

if TYPE_CHECKING:
    from tui_lab.client.final_state import Condition
    from tui_lab.runs.folder import RunFolder
    from tui_lab.sweeps.folder import SweepFolder

SHOWN = 12
NONE_YET = "no runs yet: open a lesson and press space"


class RunList(Choices):
    """One line for a run, or for a sweep with all its runs."""

    def __init__(self) -> None:
        super().__init__(id="runs", markup=False)
        self.folders: list[RunFolder | SweepFolder] = []
        self._known: dict[str, tuple[float, Condition]] = {}

    def list_runs(self) -> None:
        """Read the runs again; the cursor stays where it is."""
        from tui_lab.sweeps.among import runs_and_sweeps  # the menu is painted before this

        self.folders = runs_and_sweeps()[:SHOWN]
        rows = {folder.id: self._row(folder) for folder in self.folders}
        if [*rows] != [option.id for option in self.options if option.id] or not self.options:
            options = [Option(row, id=name) for name, row in rows.items()]
            self.offer(options or [Option(NONE_YET, disabled=True)])
        for name, row in rows.items():
            self.write(name, row)

    def folder(self, name: str | None) -> RunFolder | SweepFolder | None:
        """The run or sweep of this name, if it is still there."""
        return next((folder for folder in self.folders if folder.id == name), None)

    def _row(self, folder: RunFolder | SweepFolder) -> Content:
        from tui_lab.runs.folder import RunFolder

        if not isinstance(folder, RunFolder):
            return _sweep_row(folder)
        state = self._condition(folder)
        sign = state_sign(state.state)
        return Content.assemble(
            (f" {sign.glyph} ", f"bold ${sign.colour}"), f"{folder.id:<15} ",
            (f"{state.state:<9} ", f"${sign.colour}"),
            (f"step {state.step:<6} {age(folder)}", "$muted"),
        )  # fmt: skip

    def _condition(self, folder: RunFolder) -> Condition:
        """How a run is; one that has said nothing since is not read again."""
        from tui_lab.client.final_state import condition  # the menu is painted before runs are read

        try:
            changed = folder.events.stat().st_mtime
        except OSError:
            changed = 0.0
        known = self._known.get(folder.id)
        if known is None or known[0] != changed or known[1].pid is not None:
            self._known[folder.id] = known = (changed, condition(folder))
        return known[1]


def _sweep_row(sweep: SweepFolder) -> Content:
    from tui_lab.sweeps.among import ledger_of
    from tui_lab.sweeps.outcome import state_of

    state, ended = state_of(sweep), len(ledger_of(sweep).ended)
    sign = state_sign(state)
    return Content.assemble(
        (f" {sign.glyph} ", f"bold ${sign.colour}"), f"{sweep.id:<15} ",
        (f"{state:<9} ", f"${sign.colour}"), (f"{ended} trials {age(sweep)}", "$muted"),
    )  # fmt: skip


def age(folder: RunFolder | SweepFolder) -> str:
    """How long ago the run was created, in words."""
    try:
        created = datetime.fromisoformat(folder.file.created)
    except (Trouble, ValueError):
        return ""
    seconds = (datetime.now(UTC) - created).total_seconds()
    for unit, length in (("d", 86_400), ("h", 3600), ("min", 60)):
        if seconds >= length:
            return f"{seconds // length:.0f} {unit} ago"
    return "just now"
