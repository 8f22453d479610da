"""`:export html`: the run as a file, written while the screen goes on."""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from lessons.kit import BadUsage, Trouble
from lessons.kit.data.sources.files import shown
from lessons.kit.errors import unknown
from tui_lab.exports.formats import formats, usual_place
from tui_lab.runs.folder import RunFolder

if TYPE_CHECKING:
    from tui_lab.screens.lesson.screen import LessonScreen


def export(screen: LessonScreen, words: list[str]) -> None:
    """Write the run in the format that was typed, a page without one. Raises Trouble."""
    run, known = screen.session.run, formats(screen.session.lesson)
    kind, *rest = words or known
    if run is None:
        raise BadUsage("there is no run to export", "press r or space to train one")
    if kind not in known:
        raise unknown("format", kind, known)
    path = Path(" ".join(rest) if words and rest else free_place(run, kind)).expanduser()
    if path.exists():
        raise BadUsage(f"{shown(path)} already exists", "give another name")
    screen.run_worker(lambda: _write(screen, run, kind, path.absolute()), thread=True)
    screen.notify(f"writing {kind} …")


def free_place(run: RunFolder, kind: str) -> Path:
    """A name that nothing has, in the folder that we are in; else in the run's own."""
    folder = Path() if os.access(".", os.W_OK) else run.path
    first = folder / usual_place(run, kind)
    return next(path for path in _numbered(first) if not path.exists())


def _numbered(path: Path) -> Iterable[Path]:
    yield path
    yield from (path.with_stem(f"{path.stem}-{n}") for n in count(2))


def _write(screen: LessonScreen, run: RunFolder, kind: str, path: Path) -> None:
    from tui_lab.exports.export import exported  # 30 ms that the first paint need not wait for

    try:
        told = exported(run, kind, path)
    except Trouble as trouble:
        refused = str(trouble)
        screen.app.call_from_thread(screen.notify, refused, severity="error", markup=False)
        return
    screen.written = str(path)
    words = f"{'; '.join(told)}; Y copies this path"
    screen.app.call_from_thread(screen.notify, words, markup=False, timeout=10)
