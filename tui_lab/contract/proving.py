"""A claim's bar against what many seeds measure: each seed is judged as a run of its own."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Callable, Iterator

import msgspec

from lessons.kit import Judged, Lesson
from lessons.kit.stream.events import End
from tui_lab.contract.findings import Finding, where

Tell = Callable[[str, int, int], None]
"""Is told before every run: of what, which one it is, and of how many."""


class Spread(msgspec.Struct, frozen=True):
    """One claim over many runs."""

    lesson: str
    preset: str
    claim: str
    bar: float | None
    median: float | None
    low: float | None
    high: float | None
    runs: int
    held: int

    @property
    def margin(self) -> float | None:
        """From the bar to the nearest measured value, in spreads; negative where it lies within.

        None where there is no bar, or no run could be measured; infinite without any spread.
        """
        if self.bar is None or self.low is None or self.high is None:
            return None
        gap = max(self.low - self.bar, self.bar - self.high)
        width = self.high - self.low
        return gap / width if width else float("inf") if gap >= 0 else None


def spreads(lesson: Lesson, seeds: int, data: str | None, tell: Tell) -> Iterator[Spread]:
    """Every claim of the default run and of each preset."""
    for preset in [None, *(preset.name for preset in lesson.presets)]:
        yield from _of_preset(lesson, preset, seeds, data, tell)


def _of_preset(
    lesson: Lesson, preset: str | None, seeds: int, data: str | None, tell: Tell
) -> list[Spread]:
    """The claims that speak of one preset, over its seeds."""
    plan = lesson.plan(preset=preset)
    run = plan.variants, plan.config, data is None
    if not any(claim.covers(*run) for claim in lesson.claims):
        return []
    found: dict[str, list[Judged]] = defaultdict(list)
    for seed in range(seeds):
        tell(f"{lesson.id} {preset or 'with default settings'}", seed, seeds)
        *_, end = lesson.run(preset=preset, seed=seed, data=data)
        assert isinstance(end, End)
        for judged in end.claims:
            found[judged.name].append(judged)
    return [_spread(lesson, preset, judged) for judged in found.values()]


def _spread(lesson: Lesson, preset: str | None, judged: list[Judged]) -> Spread:
    values = [one.measured for one in judged if one.measured is not None]
    return Spread(
        lesson=lesson.id,
        preset=preset or "",
        claim=judged[0].name,
        bar=next((one.bar for one in judged if one.bar is not None), None),
        median=statistics.median(values) if values else None,
        low=min(values, default=None),
        high=max(values, default=None),
        runs=len(judged),
        held=sum(one.verdict == "holds" for one in judged),
    )


def may_fail(runs: int) -> int:
    """How many of this many runs a claim may miss and still be called true: one of twelve."""
    return runs // 12


def unproved(lesson: Lesson, spread: Spread) -> Iterator[Finding]:
    """What is wrong with a claim that was measured."""
    name = f"the claim {spread.claim}{f' with --preset {spread.preset}' if spread.preset else ''}"
    place = where(lesson, spread.claim)
    if spread.held < spread.runs - may_fail(spread.runs):
        what = f"{name} held in {spread.held} of {spread.runs} runs"
        yield Finding(place, what, "find settings in which it holds, or claim less")
    elif spread.margin is not None and spread.margin < 0:
        what = f"the bar of {name} lies within its spread: {in_words(spread)}"
        yield Finding(place, what, "move the bar away by more than the spread, or train longer")


def in_words(spread: Spread) -> str:
    """Such as `0.98 [0.97, 0.99], bar 0.9`."""
    if spread.median is None:
        return "no run could be measured"
    bar = "" if spread.bar is None else f", bar {spread.bar:.4g}"
    return f"{spread.median:.4g} [{spread.low:.4g}, {spread.high:.4g}]{bar}"
