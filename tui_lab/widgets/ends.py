"""A line of a header: words at its left end and at its right."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from tui_lab.charts.rows import fit


def ends_of_line(left: str, right: str, width: int, colour: str = "$foreground 80%") -> Content:
    """Exactly so wide, with the right end whole as long as it fits; the left is cut for it."""
    left = fit(left, max(width - cell_len(right) - 1, 0))
    gap = " " * max(width - cell_len(left) - cell_len(right), 0)
    return Content.assemble((left, "bold"), gap, (right, colour))
