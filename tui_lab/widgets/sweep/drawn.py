"""The charts of a sweep as rows of cells: best so far, settings and scores, importance."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lessons.kit.search.space import Listed, Range, Span, in_words
from tui_lab.charts.axes import Scale
from tui_lab.charts.bars import Bar, bars
from tui_lab.charts.lines.frame import ChartStyle, Guide, Line
from tui_lab.charts.palette import VariantStyle, hex_of
from tui_lab.charts.parallel import Upright, Way, parallel
from tui_lab.charts.rows import Grid, Rows, Style, blend, fit
from tui_lab.charts.scatter import Point, scatter
from tui_lab.charts.shades import VIRIDIAN, shades
from tui_lab.charts.strips import strips
from tui_lab.session.sweep.standing import Standing, TrialRow
from tui_lab.sweeps.importance import FITS, Importance, spans_decades


@dataclass(frozen=True)
class Look:
    """How charts are drawn in this theme, on this terminal."""

    style: ChartStyle
    variables: Mapping[str, str]
    """The colours of the theme."""

    @property
    def best(self) -> str:
        """The colour of the best trial."""
        return hex_of(self.variables, "run-1")

    @property
    def plain(self) -> str:
        """The colour of any trial."""
        return hex_of(self.variables, "run-0")


@dataclass(frozen=True)
class Seen:
    """What there is to draw."""

    standing: Standing
    importance: Importance
    chosen: int | None
    """The trial under the cursor."""
    log: bool | None
    """Whether scores are drawn on a log axis; None leaves it to them."""

    @property
    def is_log(self) -> bool:
        """Whether scores are drawn on a log axis."""
        scores = [row.score for row in self.standing.scored if row.score is not None]
        if not scores or min(scores) <= 0:
            return False
        return spans_decades(scores) if self.log is None else self.log


Drawing = Callable[[Seen, Look, int, int], Rows]


@dataclass(frozen=True)
class Chart:
    """One of the charts: what it is called, and how it is drawn."""

    title: str
    draw: Drawing


def charts_of(standing: Standing) -> list[Chart]:
    """All charts of a sweep, in their order."""
    found = [Chart("Best so far", best_so_far), Chart("Settings together", together)]
    found += [
        Chart(f"Score against {name}", _against(name, span))
        for name, span in standing.plan.space.items()
    ]
    return [*found, Chart("Importance", weights)]


def say(words: str, look: Look, width: int, height: int) -> Rows:
    """A sentence in the middle of nothing."""
    grid, text = Grid(width, height), look.style.text(fit(words, width))
    grid.write((width - len(text)) // 2, height // 2, text, Style(look.style.frame, dim=True))
    return grid.rows()


NOTHING = "no trial has finished yet"


def best_so_far(seen: Seen, look: Look, width: int, height: int) -> Rows:
    """Each trial's score, and the best until then, against how many have ended."""
    standing = seen.standing
    ended = list(standing.ledger.ended)
    rows = standing.scored
    if not rows:
        return say(NOTHING, look, width, height)
    places = {trial: place for place, trial in enumerate(ended, 1)}
    points = [Point(places[row.trial], row.score or 0.0, "", _group(row, seen)) for row in rows]
    steps = list(_stairs(seen, [(p.x, p.y) for p in points], len(ended)))
    line = Line("best", look.best, "●", [x for x, _ in steps], [y for _, y in steps])
    fresh = standing.ledger.confirmed
    guides = [Guide(fresh.score, "fresh seeds")] if fresh and fresh.score is not None else []
    return scatter(
        points, [line], _marks(look), width, height, frame=look.style, x_label="trials ended",
        log_y=seen.is_log, guides=guides, whole_x=True,
    )  # fmt: skip


def _stairs(
    seen: Seen, points: list[tuple[float, float]], last: int
) -> Iterator[tuple[float, float]]:
    """The best value until each point: level, then a step."""
    better = seen.standing.plan.objective.is_better
    best: float | None = None
    for x, y in points:
        if best is not None:
            yield x, best
        if best is None or better(y, best):
            best = y
            yield x, best
    if best is not None:
        yield max(float(last), points[-1][0] + 0.001), best


def _against(name: str, span: Span) -> Drawing:
    """The score against one setting: points on its axis, or a row for each value of a list."""

    def draw(seen: Seen, look: Look, width: int, height: int) -> Rows:
        rows = seen.standing.scored
        if not rows:
            return say(NOTHING, look, width, height)
        if isinstance(span, Listed):
            found = {
                in_words(value): _values(rows, name, value, seen, look) for value in span.values
            }
            return strips(
                found, width, height, style=look.style, log=seen.is_log,
                x_label=seen.standing.plan.objective.scalar,
            )  # fmt: skip
        points = [
            Point(float(row.knobs[name]), row.score or 0.0, "", _group(row, seen)) for row in rows
        ]
        return scatter(
            sorted(points, key=lambda point: point.group), [], _marks(look), width, height,
            frame=look.style, x_label=name, log_x=span.log, log_y=seen.is_log,
            across=(span.low, span.high),
        )  # fmt: skip

    return draw


def _values(
    rows: list[TrialRow], name: str, value: object, seen: Seen, look: Look
) -> list[tuple[float, str]]:
    marks = _marks(look)
    return [
        (row.score or 0.0, marks[_group(row, seen)].colour)
        for row in sorted(rows, key=lambda row: _group(row, seen))
        if row.knobs[name] == value
    ]


def _group(row: TrialRow, seen: Seen) -> str:
    """What a trial is drawn as; by the alphabet, what is to lie above comes last."""
    return "z" if row.trial == seen.chosen else "b" if row.is_best else "a"


def _marks(look: Look) -> dict[str, VariantStyle]:
    """A trial, the best one, and the one under the cursor."""
    return {
        "a": VariantStyle(look.plain, "●"), "b": VariantStyle(look.best, "★"),
        "z": VariantStyle(hex_of(look.variables, "accent"), "◆"),
    }  # fmt: skip


def together(seen: Seen, look: Look, width: int, height: int) -> Rows:
    """Parallel coordinates: all settings of a trial and its score, as one line."""
    standing = seen.standing
    rows = standing.scored
    if not rows:
        return say(NOTHING, look, width, height)
    scores = [row.score for row in rows if row.score is not None]
    scale = Scale(min(scores), max(scores), seen.is_log)
    space = standing.plan.space
    axes = [_axis(name, span) for name, span in space.items()]
    axes.append(Upright(standing.plan.objective.scalar, scale))
    ways = [
        Way(
            [*(_place(span, row.knobs[name]) for name, span in space.items()), row.score],
            _colour(row, seen, look, scale), row.is_best or row.trial == seen.chosen,
        )
        for row in sorted(rows, key=lambda row: _goodness(row, seen, scale))
    ]  # fmt: skip
    return parallel(axes, ways, width, height, style=look.style)


def _axis(name: str, span: Span) -> Upright:
    if isinstance(span, Range):
        return Upright(name, Scale(span.low, span.high, span.log))
    return Upright(name, Scale(0.0, max(len(span.values) - 1, 1)), list(map(in_words, span.values)))


def _place(span: Span, value: object) -> float:
    if isinstance(span, Listed):
        return float(next(n for n, each in enumerate(span.values) if each == value))
    return float(value)  # type: ignore[arg-type]


def _goodness(row: TrialRow, seen: Seen, scale: Scale) -> float:
    """From 0, the worst, to 1, the best."""
    share = scale.share(row.score or 0.0) or 0.0
    return share if seen.standing.plan.objective.maximize else 1.0 - share


def _colour(row: TrialRow, seen: Seen, look: Look, scale: Scale) -> str:
    if row.trial == seen.chosen:
        return hex_of(look.variables, "accent")
    if row.is_best:
        return look.best
    ground = look.style.background
    good = _goodness(row, seen, scale)
    if ground is None:
        return look.plain if good > 0.5 else look.style.frame
    colours = shades(VIRIDIAN)
    return blend(
        colours[round((0.25 + 0.6 * good) * (len(colours) - 1))], ground, 0.35 + 0.6 * good
    )


def weights(seen: Seen, look: Look, width: int, height: int) -> Rows:
    """What each setting explains of the differences, with the range of the fits."""
    found = seen.importance
    if not found.shares:
        return say(found.why, look, width, height)
    items = [
        Bar(name, middle, look.plain, note=f"{middle:.0%}, {low:.0%} to {high:.0%}")
        for name, (low, middle, high) in sorted(
            found.shares.items(), key=lambda item: -item[1][1]
        )
    ]  # fmt: skip
    what = "log scores" if found.is_log else "scores"
    foot = f"fANOVA of {found.trials} {what}: median and range of {FITS} fits"
    drawn = bars(
        items, width, max(height - 1, 0), high=1.0, axis=True, ascii_only=look.style.ascii_only,
        frame_colour=look.style.frame,
    )  # fmt: skip
    line = ((look.style.text(fit(foot, width)), Style(look.style.frame)),)
    return [*drawn, line]
