"""Bars: the latest value of one scalar, for each variant."""

from __future__ import annotations

import math

from lessons.kit import Bars
from tui_lab.charts.axes import Scale
from tui_lab.charts.bars import Bar
from tui_lab.panels.figures import figure
from tui_lab.panels.kind import Recorded
from tui_lab.panels.scene import Scene
from tui_lab.svg.ink import sample, text
from tui_lab.system.words import number


class BarsKind(Recorded[Bars]):
    """The latest value of one scalar, a bar for each variant."""

    of = Bars

    def metrics(self, panel: Bars) -> tuple[str, ...]:
        """The scalar."""
        return (panel.of,)

    def figure(self, scene: Scene, panel: Bars) -> str:
        """A bar for each variant."""
        return _bars(scene, panel)


def _bars(scene: Scene, panel: Bars) -> str:
    bars = [_bar(scene, panel.of, variant) for variant in scene.variants]
    finite = [bar.value for bar in bars if math.isfinite(bar.value)]
    scale = Scale(0.0, max(finite, default=1.0))
    rows = "".join(_row(scene, bar, scale) for bar in bars)
    seeds = f", mean of {len(scene.seeds)} seeds" if len(scene.seeds) > 1 else ""
    return figure(panel.title, f'<div class="bars">{rows}</div>', f"{panel.of}{seeds}")


def _bar(scene: Scene, metric: str, variant: str) -> Bar:
    values = [scene.store.curve(variant, seed, metric).last for seed in scene.seeds]
    mean = math.fsum(values) / len(values) if all(map(math.isfinite, values)) else math.nan
    step = scene.broke(variant)
    note = f"✗ step {step}" if step is not None and not math.isfinite(mean) else ""
    return Bar(variant, mean, note=note)


def _row(scene: Scene, bar: Bar, scale: Scale) -> str:
    ink, share = scene.inks[bar.label], scale.share(bar.value)
    wide = 0.0 if share is None else max(0.0, min(share, 1.0)) * 100
    drawn = f'<i {ink.colour}><svg width="{wide:.2f}%" height="12"><rect/></svg></i>'
    kind = ' class="bad"' if bar.note else ""
    return (
        f"<span>{sample(ink, dashed=False)} {text(bar.label)}</span>{drawn}"
        f"<b{kind}>{text(bar.note or number(bar.value))}</b>"
    )
