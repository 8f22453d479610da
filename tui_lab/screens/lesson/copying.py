"""A learner's way to take values along: to the clipboard or to a file, only when asked."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType

from lessons.kit.data.sources.files import shown
from lessons.kit.errors import reason
from tui_lab.runs.naming import stem
from tui_lab.screens.lesson.editing import Editing
from tui_lab.widgets.panels.csv_file import lines_of_file, stem_of, write_new
from tui_lab.widgets.panels.panel import Panel
from tui_lab.widgets.panels.values import as_tsv, rows_of


class Copying(Editing):
    """The part of a lesson's screen that writes to the terminal's clipboard, and to files."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("Y", "copy", "Copy", tooltip="Copy this chart's values, or this table"),
        Binding("w", "write", "Write", tooltip="Write this chart's data to a CSV file, here"),
    ]

    def action_copy(self) -> None:
        """Copy what is focused, by OSC 52: the terminal keeps it, on whichever machine it is."""
        rows = rows_of(self.focused)
        if not rows:
            self.notify("Y copies the values of a chart, or a table: go to one with the arrows")
            return
        self.app.copy_to_clipboard(as_tsv(rows))
        self.notify(
            f"{len(rows)} lines are in your clipboard, if your terminal lets programs write "
            "there (tmux: set -g set-clipboard on)"
        )

    def action_write(self) -> None:
        """Write all of the chosen panel's data; of a long run that takes a second: in a thread."""
        panel = self.maximized if isinstance(self.maximized, Panel) else self.gallery.chosen
        lines = lines_of_file(panel) if panel else []
        if panel is None or not lines:
            self.notify("w writes the data of a chart, or a table: this has none yet")
            return
        run = self.session.run
        name = run.id if run else stem(self.session.lesson.address)
        folders = [Path(), *([run.path] if run else [])]
        self.run_worker(
            lambda: self._write(folders, stem_of(name, panel.page.title), lines), thread=True
        )

    def _write(self, folders: list[Path], stem: str, lines: Iterable[str]) -> None:
        """Into the folder that we are in; where that takes none, into the run's own."""
        try:
            path = write_new(folders, stem, lines).absolute()
        except OSError as error:
            words = f"it cannot be written ({reason(error)})"
            self.app.call_from_thread(self.notify, words, severity="error", markup=False)
            return
        words = f"the data of this chart are in {shown(path)}"
        self.app.call_from_thread(self.notify, words, markup=False, timeout=10)
