"""The panels of a run as figures of a page: what the screen shows last, in SVG and in tables."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lessons.kit import Bars, Lesson, Lines, Panel, Series
from lessons.kit.stream.events import PictureEvent
from tui_lab.charts.axes import Scale
from tui_lab.charts.bars import Bar
from tui_lab.charts.frame import Guide, Line, y_limits
from tui_lab.charts.recorded import guides_of, lines_in, lines_of, within_reason
from tui_lab.exports import pictures
from tui_lab.exports.drawing import Curve, Frame, curves, svg
from tui_lab.exports.ink import Ink, inks, sample, styles_of, text
from tui_lab.state.store import Store
from tui_lab.system.words import number

MOST_PICTURES = 12
"""Networks whose pictures a panel shows; of a longer race, the first."""


@dataclass
class Scene:
    """A run as its figures are drawn from it."""

    store: Store
    lesson: Lesson
    inks: dict[str, Ink] = field(init=False)

    def __post_init__(self) -> None:
        """A variant looks the same whichever variants it races, as on the screen."""
        known, racing = self.lesson.variants, self.variants
        self.inks = inks(known if set(racing) <= set(known) else racing)

    @property
    def variants(self) -> list[str]:
        """The racing variants."""
        return list(self.store.history.variants)

    @property
    def seeds(self) -> list[int]:
        """The seeds of each."""
        return self.store.history.seeds

    def panels(self) -> list[Panel]:
        """Those that speak of this run."""
        history = self.store.history
        run = history.variants, history.config, history.own_data
        return [panel for panel in self.lesson.panels if panel.covers(*run)]

    def broke(self, variant: str) -> int | None:
        """The first step at which a network of this variant was no number."""
        found = (self.store.broke_at(variant, seed) for seed in self.seeds)
        return min((step for step in found if step is not None), default=None)

    def pictures(self, key: str) -> list[PictureEvent]:
        """What each variant showed last, of its first seed."""
        shown = (self.store.picture(key, variant, self.seeds[0]) for variant in self.variants)
        return [picture for picture in shown if picture is not None][:MOST_PICTURES]


def figures(scene: Scene) -> Iterator[str]:
    """A figure for each panel."""
    for panel in scene.panels():
        match panel:
            case Series():
                yield _series(scene, panel)
            case Lines():
                yield _lines(scene, panel)
            case Bars():
                yield _bars(scene, panel)
            case _:
                yield _shown(scene, panel)


def _figure(title: str, body: str, note: str = "", *, wide: bool = False) -> str:
    kind = ' class="wide"' if wide else ""
    small = f" <small>{text(note)}</small>" if note else ""
    return f"<figure{kind}><figcaption>{text(title)}{small}</figcaption>{body}</figure>\n"


def _nothing(title: str) -> str:
    return _figure(title, '<p class="quiet">nothing yet</p>')


def _series(scene: Scene, panel: Series) -> str:
    store, seeds = scene.store, scene.seeds
    light, dark = (
        lines_of(panel, store, seeds, styles_of(scene.inks, dark=is_dark), scene.variants)
        for is_dark in (False, True)
    )
    drawn = _curves(light, dark, scene)
    if not drawn:
        return _nothing(panel.title)
    guides = guides_of(panel, store.config)
    lines = [curve.line for curve in drawn]
    limits = y_limits(within_reason(lines, lines), guides, panel.log)
    frame = Frame(Scale(0.0, max(store.step, 1)), Scale(*limits, panel.log), whole=True)
    notes = ["log" if panel.log else "", "mean so far" if panel.average else ""]
    notes += [f"mean and range of {len(seeds)} seeds" if len(seeds) > 1 else ""]
    return _line_figure(scene, panel, frame, drawn, guides, "step", notes)


def _lines(scene: Scene, panel: Lines) -> str:
    shown = scene.pictures(panel.key)
    light, dark = (
        lines_in(shown, styles_of(scene.inks, dark=is_dark)) for is_dark in (False, True)
    )
    drawn = _curves(light, dark, scene)
    if not drawn:
        return _nothing(panel.title)
    guides = guides_of(panel, scene.store.config)
    xs = [x for curve in drawn for x in curve.line.xs if math.isfinite(x)]
    limits = y_limits([curve.line for curve in drawn], guides, panel.log)
    x = Scale(min(xs, default=0.0), max(xs, default=1.0))
    frame = Frame(x, Scale(*limits, panel.log))
    notes = ["log" if panel.log else "", f"step {shown[-1].step}"]
    return _line_figure(scene, panel, frame, drawn, guides, panel.x, notes)


def _curves(light: Sequence[Line], dark: Sequence[Line], scene: Scene) -> list[Curve]:
    """The lines that have points, each in the colours of both themes and with its own dash."""
    dashes = {each.shape: each.dash for each in scene.inks.values()}
    return [
        Curve(bright, Ink(bright.colour, dim.colour, bright.marker, dashes.get(bright.marker, "")))
        for bright, dim in zip(light, dark, strict=True)
        if bright.ys
    ]


def _line_figure(
    scene: Scene, panel: Panel, frame: Frame, drawn: Sequence[Curve], guides: Sequence[Guide],
    x_label: str, notes: Sequence[str],
) -> str:  # fmt: skip
    says = f"Against {x_label or 'x'}, from {number(frame.x.low)} to {number(frame.x.high)}. "
    says += " ".join(f"{guide.label} at {number(guide.y)}." for guide in guides)
    says += " ".join(map(_in_words, drawn))
    picture = svg(panel.title, says, curves(frame, drawn, guides, x_label))
    legend = "".join(_entry(curve, scene) for curve in drawn)
    body = f'{picture}<ul class="legend">{legend}</ul>'
    return _figure(panel.title, body, " · ".join(filter(None, notes)))


def _in_words(curve: Curve) -> str:
    ys = curve.line.ys
    return f"{curve.line.label}: from {number(ys[0])} to {number(ys[-1])}."


def _entry(curve: Curve, scene: Scene) -> str:
    """Marker, name and last value; where it broke, since when."""
    label, last = curve.line.label, curve.line.ys[-1]
    step = None if math.isfinite(last) else scene.broke(label)
    broke = f' <em class="bad">✗ step {step}</em>' if step is not None else ""
    return f"<li>{sample(curve.ink)} {text(label)} <b>{number(last)}</b>{broke}</li>"


def _bars(scene: Scene, panel: Bars) -> str:
    """The latest value of one scalar, a bar for each variant."""
    bars = [_bar(scene, panel.of, variant) for variant in scene.variants]
    finite = [bar.value for bar in bars if math.isfinite(bar.value)]
    scale = Scale(0.0, max(finite, default=1.0))
    rows = "".join(_row(scene, bar, scale) for bar in bars)
    seeds = f", mean of {len(scene.seeds)} seeds" if len(scene.seeds) > 1 else ""
    return _figure(panel.title, f'<div class="bars">{rows}</div>', f"{panel.of}{seeds}")


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


def _shown(scene: Scene, panel: Panel) -> str:
    """What each variant showed last: side by side, and once where all of them show the same."""
    shown = scene.pictures(panel.key)
    if not shown:
        return _nothing(panel.title)
    first = shown[0]
    if shown[1:] and all(other.value == first.value for other in shown):
        ink = scene.inks[first.variant]
        body = pictures.drawn(panel, first.value, panel.title, ink, scene.inks)
        return _figure(panel.title, body, f"step {first.step}, the same for every network")
    drawn = "".join(_one(scene, panel, picture) for picture in shown)
    size = "row large" if "<svg class=" in drawn or pictures.is_broad(panel, shown) else "row"
    return _figure(panel.title, f'<div class="{size}">{drawn}</div>', wide=len(shown) > 1)


def _one(scene: Scene, panel: Panel, picture: PictureEvent) -> str:
    ink = scene.inks[picture.variant]
    head = f"{sample(ink, dashed=False)} {text(picture.variant)} <small>step {picture.step}</small>"
    title = f"{panel.title}: {picture.variant}, step {picture.step}"
    body = pictures.drawn(panel, picture.value, title, ink, scene.inks)
    return f'<div class="one"><p>{head}</p>{body}</div>'
