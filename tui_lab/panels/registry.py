"""Every kind of panel: a new one is a file in this room, and a line here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lessons.kit import Panel
from tui_lab.panels.bars import BarsKind
from tui_lab.panels.curves import LinesKind, SeriesKind
from tui_lab.panels.histogram import HistogramKind
from tui_lab.panels.images import ImageKind, ImagesKind
from tui_lab.panels.kind import Kind
from tui_lab.panels.maps.heatmaps import HeatmapKind
from tui_lab.panels.points import ScatterKind
from tui_lab.panels.scene import Scene
from tui_lab.panels.tables.table import TableKind
from tui_lab.panels.tokens import TokensKind
from tui_lab.panels.words import TextKind

KINDS: dict[type[Panel], Kind[Any]] = {
    kind.of: kind
    for kind in (
        SeriesKind(), LinesKind(), BarsKind(), HeatmapKind(), ScatterKind(), ImagesKind(),
        ImageKind(), HistogramKind(), TableKind(), TextKind(), TokensKind(),
    )
}  # fmt: skip


def kind_of(panel: Panel) -> Kind[Any]:
    """What can be done with this panel."""
    return KINDS[type(panel)]


def figures(scene: Scene) -> Iterator[str]:
    """A figure for each panel of a run's report."""
    for panel in scene.panels():
        yield kind_of(panel).figure(scene, panel)
