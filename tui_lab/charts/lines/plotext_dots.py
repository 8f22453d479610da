"""Points to dots, by plotext in C++: the only user of it.

Everything around the lines is drawn by us, because plotext's frame and legend change with the data
(so every row would be sent again) and because it ends the whole process on nan, or on a point far
outside the limits. So it is only ever given dot positions, whole numbers inside the canvas, and
all of them come from one place: `Plot.dot`. Each line is drawn alone: where several share a cell,
plotext would not say which dots are whose.
"""

from __future__ import annotations

import ctypes
import sys
import types
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

Dot = tuple[int, int]
"""A dot's column and row; (0, 0) is bottom left."""
Cell = tuple[int, int]
"""A cell's column, and its row from the bottom."""

BRAILLE = (2, 4)
"""Dots of a cell, across and up; of a plain character it is one."""
BLANK = 0x2800
"""The braille pattern without a dot; the others are it and their dots."""
KEPT = 256
"""Lines that are kept as they were drawn: those of a few screens."""
PIECE = 32
"""Points by which a line grows before it is drawn whole again."""
Stretches = tuple[tuple[Dot, ...], ...]
_asked: dict[int, None] = {}


def dots_of(segments: Sequence[Sequence[Dot]], room: Cell, symbol: str = "") -> Mapping[Cell, int]:
    """The cells that a line through these stretches takes, and its dots in each as braille counts.

    With a `symbol` a cell is one dot, counted as 1. `room` is what the canvas has of columns and
    rows: plotext rounds the same line to other dots on another one. Kept for the next time.
    """
    stretches = tuple(tuple(segment) for segment in segments if segment)
    if not stretches:
        return {}
    across, up = (1, 1) if symbol else BRAILLE
    width = max(room[0], max(x for stretch in stretches for x, _ in stretch) // across + 1)
    height = max(room[1], max(y for stretch in stretches for _, y in stretch) // up + 1)
    return _grown(stretches, (width, height), symbol)


@lru_cache(KEPT)
def _grown(stretches: Stretches, room: Cell, symbol: str) -> Mapping[Cell, int]:
    """A line that was drawn before and now has a few points more is drawn from there on.

    Each of its pieces from a point to the next is drawn by itself, so both together are the same.
    """
    *before, last = stretches
    cut = (len(last) - 2) // PIECE * PIECE
    if cut <= 0:
        return _drawn(stretches, room, symbol)
    head = (*before, last[: cut + 1])
    if not _is_known(head, room, symbol):
        return _drawn(stretches, room, symbol)
    cells = dict(_drawn(head, room, symbol))
    for cell, dots in _drawn((last[cut:],), room, symbol).items():
        cells[cell] = cells.get(cell, 0) | dots
    return cells


def _is_known(head: Stretches, room: Cell, symbol: str) -> bool:
    """Whether this was asked before: what changes as a whole has no part that is worth keeping."""
    key = hash((head, room, symbol))
    is_known = key in _asked
    _asked[key] = None
    while len(_asked) > KEPT:
        _asked.pop(next(iter(_asked)))
    return is_known


@lru_cache(KEPT)
def _drawn(stretches: Stretches, room: Cell, symbol: str) -> Mapping[Cell, int]:
    width, height = room
    across, up = (1, 1) if symbol else BRAILLE
    figure = _figure(width, height, across, up)
    _add_stroke(figure, symbol or "braille", stretches)
    lines = figure.build().string(True).split("\n")[:height]
    return {
        (column, height - 1 - row): ord(character) - BLANK if not symbol else 1
        for row, text in enumerate(lines)
        for column, character in enumerate(text)
        if character not in " \u2800"
    }


def _figure(width: int, height: int, across: int, up: int) -> Any:
    """plotext's figure, empty, without frame, one unit to a dot."""
    figure = preload().figure
    figure.clear.data()
    figure.plot_size(width, height)
    figure.ruler("x").lim(0, width * across)
    figure.ruler("y").lim(0, height * up)
    return figure


def _add_stroke(figure: Any, symbol: str, segments: Sequence[Sequence[Dot]]) -> None:
    dots = [dot for segment in segments for dot in segment]
    # half a unit on: the middle of the dot, so that rounding cannot go astray
    signal = figure.signal(
        [x + 0.5 for x, _ in dots], [y + 0.5 for _, y in dots], marker=preload().marker(symbol)
    )
    start = 0
    for segment in segments:
        for index in range(start + 1, start + len(segment)):
            signal.line(index)
        start += len(segment)
    # draw() would also look at the colour of every point, for a legend that we do not use: that
    # is half of its time. Fall back on it should the shortcut go.
    signals = getattr(figure, "_signals", None)
    getattr(signals, "_add", figure.draw)(signal)


@cache
def preload() -> Any:
    """Import plotext, 0.07 s; call it after the first paint, or the first chart will.

    Two things make it fit a screen. Its C++ part is loaded so that it keeps Python's lock: it is
    called once per point, and giving the lock up each time took 3.2 s beside a busy thread
    instead of 0.02 s. And its documentation, 60 % of the import, is left out.
    """
    with_locks, ctypes.CDLL = ctypes.CDLL, ctypes.PyDLL  # type: ignore[misc]
    try:
        plotext = _import_without_documentation()
    finally:
        ctypes.CDLL = with_locks  # type: ignore[misc]
    plotext.terminal.limit(False, False)
    figure = plotext.figure
    figure.theme("simple").canvas("default").axes(False)
    for axis in ("x", "y"):
        figure.ruler(axis).frequency(0).alignment(lim="edge")
    return plotext


def _import_without_documentation() -> Any:
    stubs = {"plotext._doc.doc": "docs", "plotext._tests.run": "test"}
    for name, member in stubs.items():
        stub = types.ModuleType(name)
        setattr(stub, member, None)
        sys.modules.setdefault(name, stub)
    try:
        import plotext
    finally:
        for name in stubs:
            if getattr(sys.modules.get(name), "__file__", None) is None:
                sys.modules.pop(name, None)
    return plotext
