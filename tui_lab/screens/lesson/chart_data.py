"""Take a chart's values along: to the clipboard or to a file, only when asked."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from lessons.kit.data.sources.files import shown
from lessons.kit.errors import reason
from tui_lab.runs.naming import stem
from tui_lab.screens.lesson.keys import Key
from tui_lab.widgets.panels.csv_file import lines_of_file, stem_of, write_new
from tui_lab.widgets.panels.panel import Panel
from tui_lab.widgets.panels.values import as_tsv, rows_of

if TYPE_CHECKING:
    from tui_lab.screens.lesson.screen import LessonScreen


def copy(screen: LessonScreen) -> None:
    """Copy what is focused, by OSC 52: the terminal keeps it, on whichever machine it is."""
    if screen.written:
        screen.app.copy_to_clipboard(screen.written)
        screen.notify("the path is in your clipboard, if your terminal lets programs write there")
        screen.written = ""
        return
    rows = rows_of(screen.focused)
    if not rows:
        screen.notify("Y copies the values of a chart or a table: select one with the arrow keys")
        return
    screen.app.copy_to_clipboard(as_tsv(rows))
    screen.notify(
        f"{len(rows)} lines are in your clipboard, if your terminal lets programs write "
        "there (tmux: set -g set-clipboard on)"
    )


def write(screen: LessonScreen) -> None:
    """Write all of the chosen panel's data; of a long run that takes a second: in a thread."""
    panel = screen.maximized if isinstance(screen.maximized, Panel) else screen.gallery.chosen
    lines = lines_of_file(panel) if panel else []
    if panel is None or not lines:
        screen.notify("w writes the data of a chart or a table: this panel has no data yet")
        return
    run = screen.session.run
    name = run.id if run else stem(screen.session.lesson.address)
    folders, title = [Path(), *([run.path] if run else [])], stem_of(name, panel.page.title)
    screen.run_worker(lambda: _write(screen, folders, title, lines), thread=True)


def _write(screen: LessonScreen, folders: list[Path], stem: str, lines: Iterable[str]) -> None:
    """Into the folder that we are in; where that takes none, into the run's own."""
    try:
        path = write_new(folders, stem, lines).absolute()
    except OSError as error:
        words = f"it cannot be written ({reason(error)})"
        screen.app.call_from_thread(screen.notify, words, severity="error", markup=False)
        return
    words = f"the data of this chart is in {shown(path)}"
    screen.app.call_from_thread(screen.notify, words, markup=False, timeout=10)


KEYS = (
    Key("Y", copy, "Copy", "Copy the values of this chart or table"),
    Key("w", write, "Write", "Write the data of this chart to a CSV file in the current folder"),
)
