"""Bars: the latest value of one scalar, for each variant."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from lessons.kit import Bars
from tui_lab.charts.axes import Scale, clamp, labels, nice_range, ticks
from tui_lab.charts.bars import Bar
from tui_lab.charts.lines.frame import Guide
from tui_lab.charts.recorded import levels
from tui_lab.panels.figures import figure
from tui_lab.panels.kind import Recorded
from tui_lab.panels.scene import Scene
from tui_lab.svg.ink import sample, text
from tui_lab.system.words import number

TICKS = 5


class BarsKind(Recorded[Bars]):
    """The latest value of one scalar, a bar for each variant."""

    of = Bars

    def metrics(self, panel: Bars) -> tuple[str, ...]:
        """The scalar."""
        return (panel.of,)

    def figure(self, scene: Scene, panel: Bars) -> str:
        """A bar for each variant."""
        return _bars(scene, panel)


def scale_of(panel: Bars, values: Iterable[float], references: Sequence[Guide]) -> Scale:
    """The limits that the page gives; else round ones, from 0, with all there is inside."""
    if panel.limits:
        return Scale(*panel.limits)
    known = [*filter(math.isfinite, values), *(each.y for each in references)]
    low, high = min([0.0, *known]), max([0.0, *known])
    return Scale(*nice_range(low, high)) if low < high else Scale(0.0, 1.0)


def _bars(scene: Scene, panel: Bars) -> str:
    bars = [_bar(scene, panel.of, variant) for variant in scene.variants]
    references = levels(panel.references, scene.store.config, scene.store)
    scale = scale_of(panel, [bar.value for bar in bars], references)
    rows = "".join(_row(scene, bar, scale, references) for bar in bars)
    seeds = f", mean of {len(scene.seeds)} seeds" if len(scene.seeds) > 1 else ""
    note = "".join(f" · {each.label} {number(each.y)}" for each in references)
    drawn = f'<div class="bars">{rows}{_axis(scale)}</div>'
    return figure(panel.title, drawn, f"{panel.of}{seeds}{note}")


def _bar(scene: Scene, metric: str, variant: str) -> Bar:
    values = [scene.store.curve(variant, seed, metric).last for seed in scene.seeds]
    mean = math.fsum(values) / len(values) if all(map(math.isfinite, values)) else math.nan
    step = scene.broke(variant)
    note = f"✗ step {step}" if step is not None and not math.isfinite(mean) else ""
    return Bar(variant, mean, note=note)


def _row(scene: Scene, bar: Bar, scale: Scale, references: Sequence[Guide]) -> str:
    ink = scene.inks[bar.label]
    drawn = f'<rect width="{_percent(scale, bar.value)}"/>'
    drawn += "".join(_reference(scale, each) for each in references)
    kind = ' class="bad"' if bar.note else ""
    return (
        f"<span>{sample(ink, dashed=False)} {text(bar.label)}</span>"
        f'<i {ink.colour}><svg width="100%" height="12">{drawn}</svg></i>'
        f"<b{kind}>{text(bar.note or number(bar.value))}</b>"
    )


def _reference(scale: Scale, reference: Guide) -> str:
    x = _percent(scale, reference.y)
    said = f"<title>{text(reference.label)} {number(reference.y)}</title>"
    return f'<line class="reference" x1="{x}" x2="{x}" y1="0" y2="12">{said}</line>'


def _axis(scale: Scale) -> str:
    """The numbers of the scale, below the bars."""
    values = ticks(scale, TICKS)
    said = "".join(
        f'<text class="tick" x="{_percent(scale, value)}" y="11" '
        f'text-anchor="{_anchor(scale, value)}">'
        f"{label}</text>"
        for value, label in zip(values, labels(values), strict=True)
    )
    return f'<span></span><i><svg width="100%" height="14">{said}</svg></i><b></b>'


def _anchor(scale: Scale, value: float) -> str:
    """So that the first and the last number stay inside."""
    share = scale.share(value) or 0.0
    return "start" if share < 0.02 else "end" if share > 0.98 else "middle"


def _percent(scale: Scale, value: float) -> str:
    share = scale.share(value)
    return f"{0.0 if share is None else clamp(share, 0.0, 1.0) * 100:.2f}%"
