"""How far an axis follows runs that break, and other runs: near where the runs began."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from tui_lab.charts.lines.frame import Line

FAR = 30.0  # times the largest first value: as far as the axis follows a run that breaks


def reach(lines: Sequence[Line], others: Sequence[Line] = ()) -> float:
    """How far an axis follows a run that breaks: near where the runs began.

    Where they have said nothing, as when they failed at once, near where the `others` began.
    """
    began = (next((abs(y) for y in line.ys if y and math.isfinite(y)), 0.0) for line in lines)
    furthest = FAR * max(began, default=0.0)
    return furthest or (reach(others) if others else math.inf)


def in_reach(ghosts: Sequence[Line], whole: Sequence[Line]) -> list[Line]:
    """What an axis should show of ghosts, which must not flatten these lines."""
    far = reach(whole, ghosts)
    return [near(ghost, far) for ghost in ghosts]


def within_reason(lines: Sequence[Line], whole: Sequence[Line]) -> list[Line]:
    """The lines as far as an axis should follow them; `whole` are the same from their beginning.

    A run that ends up as no number passes through all of them on its way. Its last few steps
    would flatten every other run, so of a run that breaks only what is in reach counts.
    """
    broken, far = {line.label for line in whole if _ends_broken(line)}, reach(whole)
    return [near(line, far) if line.label in broken else line for line in lines]


def _ends_broken(line: Line) -> bool:
    """One that goes on after a gap, as a score that is measured now and then, is not broken."""
    return bool(line.ys) and not math.isfinite(line.ys[-1])


def near(line: Line, reach: float) -> Line:
    """What of a line is in reach; for finding limits, not for drawing."""
    ys = [y for y in line.ys if abs(y) <= reach]
    return replace(line, xs=line.xs[: len(ys)], ys=ys, lows=(), highs=(), faint=())
