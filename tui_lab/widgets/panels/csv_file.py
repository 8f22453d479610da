"""What a panel shows, whole, as the lines of a CSV file; and a place for it that was free."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from lessons.kit.claims.history import Column, Track
from lessons.kit.stream.safe_csv import as_csv
from tui_lab.exports.csv_table import heading, is_thinned, rows
from tui_lab.panels.kind import Cells
from tui_lab.panels.registry import kind_of
from tui_lab.state.store import Key
from tui_lab.widgets.panels.lines import LinesPanel
from tui_lab.widgets.panels.panel import Panel
from tui_lab.widgets.panels.values import rows_of

MOST_NAMES = 1000


def lines_of_file(panel: Panel) -> Iterable[str]:
    """All that a panel's picture is made of, as it is now; nothing where there is nothing.

    Of a chart against steps every recorded value of the variants that are drawn, not only the
    stretch that is looked at.
    """
    if metrics := kind_of(panel.page).metrics(panel.page):
        return _scalars(panel, metrics)
    return list(as_csv(list(_cells(panel))))


def _cells(panel: Panel) -> Iterable[Cells]:
    if isinstance(panel, LinesPanel):
        pairs = [(line.label, x, y) for line in panel.lines() for x, y in _points(line)]
        return [("run", panel.lines_page.x or "x", panel.page.title), *pairs] if pairs else []
    return rows_of(panel)


def _points(line: object) -> Iterator[tuple[float, float]]:
    yield from zip(getattr(line, "xs", ()), getattr(line, "ys", ()), strict=False)


def _scalars(panel: Panel, metrics: Sequence[str]) -> Iterable[str]:
    """Every recorded value; copied first, for it is written while training goes on."""
    view = panel.view
    history = view.session.store.history
    keys = [(variant, seed) for variant in view.visible for seed in view.seeds]
    tracks = {key: _copied(history.track(*key), metrics) for key in keys}
    if not any(track.columns for track in tracks.values()):
        return []
    return _written(tracks, metrics)


def _copied(track: Track, metrics: Sequence[str]) -> Track:
    found = {name: track.columns[name] for name in metrics if name in track.columns}
    return Track({
        name: Column(each.steps[:], each.values[:], each.low[:], each.high[:])
        for name, each in found.items()
    })  # fmt: skip


def _written(tracks: dict[Key, Track], metrics: Sequence[str]) -> Iterator[str]:
    every = [(name, c) for track in tracks.values() for name, c in track.columns.items()]
    thinned = {name for name, column in every if is_thinned(column)}
    yield from as_csv([heading(metrics, thinned)])
    for key, track in tracks.items():
        yield from as_csv(rows(key, track, metrics, thinned))


def write_new(folders: Iterable[Path], stem: str, lines: Iterable[str]) -> Path:
    """Write a file of a new name into the first folder that takes one. Raises OSError."""
    refused: OSError = FileNotFoundError("no folder to write to")
    for folder in folders:
        try:
            path = _free(folder, stem)
        except OSError as error:
            refused = error
            continue
        with path.open("w", encoding="utf-8", errors="replace") as file:
            file.writelines(lines)
        return path
    raise refused


def _free(folder: Path, stem: str) -> Path:
    """A new, empty file; another than any that is there."""
    for count in range(1, MOST_NAMES):
        path = folder / (f"{stem}-{count}.csv" if count > 1 else f"{stem}.csv")
        try:
            path.touch(mode=0o600, exist_ok=False)
        except FileExistsError:
            continue
        return path
    raise FileExistsError(17, "too many files have this name", str(folder))


def stem_of(run: str, title: str) -> str:
    """A file's name for a panel, without anything that a shell or a file system minds."""
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60] or "chart"
    return f"{run}-{words}"
