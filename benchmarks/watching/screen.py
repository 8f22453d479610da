"""What it costs to draw."""

import math
import random
import time
from typing import Any

from benchmarks.tools.rows import Row, compared
from lessons.kit import Heatmap
from tui_lab.charts.lines.line_chart import Line, series
from tui_lab.charts.lines.plotext_dots import preload
from tui_lab.panels.kind import Room
from tui_lab.panels.maps.heatmaps import HeatmapKind
from tui_lab.state.bins import Binned

DRAWN = (100, 30)  # columns and lines of the chart that is repainted
FEW, MOST = 1_000, 7  # points of the smallest recording, and the power of ten of the largest


def repaint_cost(quick: bool) -> list[Row]:
    """A chart of ten thousand to ten million recorded steps against one of a thousand."""
    preload()
    powers = range(4, 7 if quick else MOST + 1)
    few = recorded(FEW)
    seconds_to_paint(few)
    found = []
    for power in powers:
        many = recorded(10**power)
        pairs = [(seconds_to_paint(many), seconds_to_paint(few)) for _ in range(15)]
        milli = [(1000 * mine, 1000 * other) for mine, other in pairs]
        name = f"repaint of 1e{power} recorded steps / of 1e3"
        found.append(compared(name, milli, budget=1.5, unit="ms"))
    return found


def surface_cost(quick: bool) -> Row:
    """A frame of a moving decision surface with its points, against the smallest chart."""
    preload()
    few, frames = recorded(FEW), [surface(turn / 10) for turn in range(5 if quick else 30)]
    seconds_to_paint(few)
    seconds_to_show(frames[0])
    pairs = [(seconds_to_show(frame), seconds_to_paint(few)) for frame in frames]
    milli = [(1000 * mine, 1000 * other) for mine, other in pairs]
    return compared("frame of a decision surface / a chart", milli, budget=1.0, unit="ms")


def surface(turn: float) -> dict[str, Any]:
    """Two spirals over 40 × 40 cells in percent, turned so far, and 48 points."""
    at = [(n + 0.5) / 20 - 1 for n in range(40)]
    cells = [[round(50 + 50 * math.sin(math.atan2(y, x) - 9 * math.hypot(x, y) + turn)) for x in at]
             for y in at]  # fmt: skip
    points = [[math.cos(n), math.sin(2 * n), "", "AB"[n % 2]] for n in range(48)]
    return {"cells": cells, "x": [-1, 1], "y": [-1, 1], "paths": {}, "points": points}


def seconds_to_show(value: dict[str, Any]) -> float:
    """CPU seconds that one frame takes, in the room of the chart."""
    panel = Heatmap("Surface", key="surface", x="x", y="y", limits=(0, 100))
    began = time.process_time()
    HeatmapKind().cells(panel, value, Room(*DRAWN))
    return time.process_time() - began


def seconds_to_paint(curve: Binned) -> float:
    """CPU seconds that one repaint takes."""
    xs = [one.step for one in curve.bins]
    line = Line("loss", "#88aaff", "●", xs, [one.mean for one in curve.bins])
    began = time.process_time()
    series([line], *DRAWN, x_range=(0, curve.last_step))
    return time.process_time() - began


def recorded(steps: int) -> Binned:
    """A loss that falls and rattles, seeded."""
    rattle, curve = random.Random(0), Binned()
    for step in range(1, steps + 1):
        curve.add_point(step, 3 * math.exp(-4 * step / steps) + 0.2 * rattle.random())
    return curve
